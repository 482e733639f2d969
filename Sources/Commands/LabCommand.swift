import ArgumentParser
import Simulation

/// `herdmon lab`: the practice cluster.
struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "A practice cluster behind real sshd on this machine.",
    discussion: """
      A simulated herd of three nodes and a backup server answers on 127.0.0.1 as a real one does: log in with ssh, \
      run pct, qm and apt, drain, upgrade and reboot it. Nothing outside its own directory is touched.
      """,
    subcommands: [Up.self, Down.self, Status.self, Serve.self, Shell.self])

  /// Where the lab lies.
  struct Place: ParsableArguments {
    @Option(name: .customLong("dir"), help: "The lab's directory.", completion: .directory)
    var path: String?

    var directory: LabDirectory { path.map { LabDirectory(path: $0) } ?? .usual }
    var lab: Lab { Lab(in: directory) }
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
      let settings = try place.lab.up(scale: scale, seed: seed)
      Messages().say(
        .info,
        """
        a practice cluster answers; for a login of your own: ssh -F \(place.directory.clientSettings) pve1 pct list
        work it with: herdmon --config \(settings)
        """)
      StandardOutput.line(settings)
    }
  }

  struct Down: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End it.")

    @OptionGroup var place: Place

    func run() throws {
      Messages().say(
        .info, try place.lab.down() ? "the practice cluster has ended" : "no practice cluster is up"
      )
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what is true in it, straight from the simulation.")

    @OptionGroup var place: Place
    @Flag(help: "Print JSON (schema herdmon/lab/1).") var json = false

    func run() throws {
      let truth = try place.lab.groundTruth()
      StandardOutput.lines(
        json ? [String(decoding: truth, as: UTF8.self)] : try LabStatusText.lines(of: truth))
    }
  }

  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The lab's daemon; started by `lab up`.", shouldDisplay: false)

    @OptionGroup var place: Place

    func run() throws {
      try place.lab.serve()
    }
  }

  struct Shell: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What the lab's sshd starts where herdmon-lab-shell is not installed.", shouldDisplay: false)

    @Argument var directory: String
    @Argument var host: String

    func run() { Lab.relay(directory: directory, host: host) }
  }
}

extension LabError: ExitCoded {
  var exitCode: ExitCode {
    switch kind {
    case .programMissing, .directoryUnusable: .configurationInvalid
    case .notUp: .refused
    case .alreadyUp: .locked
    case .startFailed: .failed
    }
  }
}
