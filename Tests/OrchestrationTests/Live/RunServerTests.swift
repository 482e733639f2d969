import Cluster
import Glibc
import Local
import Planning
import Synchronization
import Testing

@testable import Orchestration

/// The run's side of its door: whatever readers do, it goes on.
@Suite(.timeLimit(.minutes(1))) struct RunServerTests {
  @Test func `two readers hear all from the first record on`() async throws {
    try await RunDoor.with { door in
      try door.say(1...3000)
      let server = try door.serve()
      let first = try await RunLink.open(to: door.state)
      let second = try await RunLink.open(to: door.state)
      async let stories = [first.story, second.story]
      try door.say(3001...3010)
      server.publish(RunDoor.progress(movesDone: 2))
      server.publish(RunDoor.progress(movesDone: 3))
      server.end(RunDoor.outcome)
      for story in await stories {
        #expect(story.seqs == Array(1...3010))
      }
      #expect(first.greeting == door.greeting)
    }
  }

  @Test func `the end is told, and nothing after it`() async throws {
    try await RunDoor.with { door in
      let server = try door.serve()
      let link = try await RunLink.open(to: door.state)
      server.end(RunDoor.outcome)
      #expect(await link.story.outcome == RunDoor.outcome)
    }
  }

  @Test func `a reader that is slow gets everything, and of the progress the newest`() async throws {
    try await RunDoor.with { door in
      let server = try door.serve()
      let link = try await RunLink.open(to: door.state)
      for round in 0..<20 {
        try door.say(round * 10 + 1...round * 10 + 10)
        server.publish(RunDoor.progress(movesDone: round + 1))
      }
      var story: [RunLink.Event] = []
      for await event in link.events {
        story.append(event)
        if story.movesDone == 20 { break }
      }
      #expect(story.seqs == Array(1...200))
      server.end(RunDoor.outcome)
    }
  }

  @Test func `a reader that does not read delays neither the run nor other readers`() async throws {
    try await RunDoor.with { door in
      let server = try door.serve()
      let deaf = try door.connect()
      defer { close(deaf) }
      let text = String(repeating: "x", count: 1000)
      try door.say(1...3000, text)
      server.publish(RunDoor.progress(movesDone: 1))
      let link = try await RunLink.open(to: door.state)
      async let story = link.story
      try door.say(3001...3100, text)
      server.publish(RunDoor.progress(movesDone: 2))
      server.end(RunDoor.outcome)
      #expect(await story.seqs == Array(1...3100))
    }
  }

  @Test func `a reader steers the run`() async throws {
    try await RunDoor.with { door in
      let (steerings, told) = AsyncStream.makeStream(of: Steering.self)
      let server = try door.serve { told.yield($0) }
      let link = try await RunLink.open(to: door.state)
      #expect(link.steer(.pause))
      #expect(link.steer(.stop(.asked)))
      var heard: [Steering] = []
      for await steering in steerings {
        heard.append(steering)
        if heard.count == 2 { break }
      }
      #expect(heard == [.pause, .stop(.asked)])
      server.end(RunDoor.outcome)
    }
  }

  @Test(arguments: ["nonsense", "{}", "{\"steer\":{\"explode\":{}}}", "\u{0}\u{1}", "{\"steer\":"])
  func `a senseless request is answered with an error and does no harm`(_ request: String) async throws {
    try await RunDoor.with { door in
      let (steerings, told) = AsyncStream.makeStream(of: Steering.self)
      let server = try door.serve { told.yield($0) }
      let talker = try door.connect()
      defer { close(talker) }
      #expect(LocalSocket.write(Array("\(request)\n".utf8), to: talker))
      #expect(RunDoor.line(from: talker) { $0.contains("not understood") } != nil)
      #expect(LocalSocket.write(try JSONLine.bytes(RunRequestLine.steer(.proceed)), to: talker))
      #expect(await steerings.first { _ in true } == .proceed)
      server.end(RunDoor.outcome)
    }
  }

  @Test(arguments: [String(repeating: "{}\n", count: 10_000), String(repeating: "x", count: 100_000)])
  func `whoever talks too much is dropped`(_ flood: String) async throws {
    try await RunDoor.with { door in
      let server = try door.serve()
      let talker = try door.connect()
      defer { close(talker) }
      signal(SIGPIPE, SIG_IGN)
      _ = LocalSocket.write(Array(flood.utf8), to: talker)
      #expect(RunDoor.line(from: talker) { _ in false } == nil)
      let link = try await RunLink.open(to: door.state)
      #expect(link.greeting == door.greeting)
      server.end(RunDoor.outcome)
    }
  }

  @Test func `the socket is for its user alone, takes a dead one's place, and goes with the run`() async throws {
    try await RunDoor.with { door in
      let dead = try #require(LocalSocket.listen(directory: door.state.path, name: StateDirectory.socketName))
      close(dead)
      await #expect(throws: RunLink.Refusal.nobody) { try await RunLink.open(to: door.state) }
      let server = try door.serve()
      var status = stat()
      #expect(stat(door.state.socketPath, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      _ = try await RunLink.open(to: door.state)
      server.end(RunDoor.outcome)
      #expect(stat(door.state.socketPath, &status) != 0)
    }
  }
}
