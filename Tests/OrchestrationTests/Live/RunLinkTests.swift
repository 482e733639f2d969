import Cluster
import Glibc
import Local
import Planning
import Testing

@testable import Orchestration

/// The reader's side, against a run that is made up.
@Suite(.timeLimit(.minutes(1))) struct RunLinkTests {
  /// Answers one reader with these bytes, and is gone.
  private func answer(_ door: RunDoor, _ bytes: [UInt8]) throws {
    let listener = try #require(LocalSocket.listen(directory: door.state.path, name: StateDirectory.socketName))
    Task.detached {
      let reader = accept(listener, nil, nil)
      _ = LocalSocket.write(bytes, to: reader)
      close(reader)
      close(listener)
    }
  }

  @Test func `a run whose process dies is lost, and what it had recorded is still told`() async throws {
    try await RunDoor.with { door in
      try door.journal.append(.began(RunDoor.start), at: Timestamp(milliseconds: 0))
      try door.say(1...5)
      try answer(door, try JSONLine.bytes(RunMessage.hello(door.greeting)))
      let story = await (try RunLink.open(to: door.state)).story
      #expect(story.seqs == [1, 2, 3, 4, 5])
      guard case .lost = story.last else {
        Issue.record("\(story)")
        return
      }
    }
  }

  @Test(arguments: ["", "hello\n", "{\"hello\":{}}\n", "{\"error\":\"no\"}\n"])
  func `whoever does not greet is not understood`(_ greeting: String) async throws {
    try await RunDoor.with { door in
      try answer(door, Array(greeting.utf8))
      await #expect(throws: RunLink.Refusal.notUnderstood(path: door.state.socketPath)) {
        try await RunLink.open(to: door.state)
      }
    }
  }

  @Test func `another version is not understood`() async throws {
    try await RunDoor.with { door in
      var greeting = door.greeting
      greeting.version = 2
      try answer(door, try JSONLine.bytes(RunMessage.hello(greeting)))
      await #expect(throws: RunLink.Refusal.notUnderstood(path: door.state.socketPath)) {
        try await RunLink.open(to: door.state)
      }
    }
  }

  @Test func `messages and requests are read as they were written`() throws {
    let messages: [RunMessage] = [
      .hello(RunGreeting(process: 1, journal: "/j", start: RunDoor.start)), .ended(RunDoor.outcome), .error("no"),
      .progress(RunDoor.progress(movesDone: 1)),
    ]
    for message in messages { #expect(JSONLine.value(RunMessage.self, of: try JSONLine.bytes(message)) == message) }
    for request in [RunRequestLine.detach, .steer(.pause), .steer(.stop(.terminate))] {
      #expect(JSONLine.value(RunRequestLine.self, of: try JSONLine.bytes(request)) == request)
    }
  }
}
