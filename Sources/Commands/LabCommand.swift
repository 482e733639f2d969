import ArgumentParser
import Glibc
import Simulation

/// `herdmon lab`: the practice cluster.
struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "A practice cluster behind real sshd on this machine.",
    discussion: """
      A simulated herd of three nodes and a backup server answers on 127.0.0.1 as a real one does: log in with ssh, \
      run pct, qm and apt, drain, upgrade and reboot it. Nothing outside its own directory is touched.
      """,
    subcommands: [Up.self, Down.self, Status.self, Serve.self])

  /// Where the lab lies.
  struct Place: ParsableArguments {
    @Option(name: .customLong("dir"), help: "The lab's directory.", completion: .directory)
    var path: String?

    var lab: Lab { Lab(in: path.map { LabDirectory(path: $0) } ?? .usual) }
  }

  struct Up: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Start it; prints the path of its herdmon.toml once every host answers.")

    @OptionGroup var place: Place
    @Option(help: "Simulated seconds per real second.") var scale = 1.0
    @Option(help: "What chance is made of.") var seed: UInt64 = 1

    func validate() throws {
      guard scale.isFinite, (0.01...10_000).contains(scale) else {
        throw ValidationError("--scale is a number from 0.01 to 10000, not \(scale)")
      }
    }

    func run() throws {
      try LabCommand.carryOut {
        print(try place.lab.up(scale: scale, seed: seed))
      }
    }
  }

  struct Down: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End it.")

    @OptionGroup var place: Place

    func run() throws {
      try LabCommand.carryOut {
        LabCommand.say(
          try place.lab.down() ? "the practice cluster has ended" : "no practice cluster is up")
      }
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what is true in it, straight from the simulation.")

    @OptionGroup var place: Place
    @Flag(help: "Print JSON (schema herdmon/lab/1).") var json = false

    func run() throws {
      try LabCommand.carryOut {
        let truth = try place.lab.groundTruth()
        print(
          json ? String(decoding: truth, as: UTF8.self) : LabStatusText.text(of: truth),
          terminator: "")
      }
    }
  }

  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The lab's daemon; started by `lab up`.", shouldDisplay: false)

    @OptionGroup var place: Place

    func run() throws {
      try LabCommand.carryOut { try place.lab.serve() }
    }
  }
}

extension LabCommand {
  /// Does something with a lab; what stands in the way becomes a line on stderr and an exit code.
  private static func carryOut(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch let error as LabError {
      say("herdmon lab: \(error)")
      throw ExitCode(exitCode(for: error.kind))
    }
  }

  private static func exitCode(for kind: LabError.Kind) -> Int32 {
    switch kind {
    case .programMissing, .directoryUnusable: 3
    case .alreadyUp: 5
    case .notUp: 4
    case .startFailed: 1
    }
  }

  private static func say(_ message: String) {
    let line = message + "\n"
    _ = line.withCString { write(2, $0, strlen($0)) }
  }
}
