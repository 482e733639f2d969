import FoundationEssentials
import Glibc

/// The systemd unit that carries an interrupted run on when this machine has booted: for a herdmon that lives on a node
/// of the cluster that it restarts.
struct ResumeUnit {
  /// How long nodes may take to answer, in seconds.
  static let patienceSeconds = 600.0
  /// Between two attempts, in seconds.
  static let pauseSeconds = 15.0

  /// Program and arguments.
  private let words: [String]

  init(_ options: CommonOptions, program: String = ResumeUnit.program) {
    func path(_ path: String) -> String { path.hasPrefix("/") ? path : URL(filePath: path).path }
    words =
      [program, "resume", "--if-needed"] + (options.config.map { ["--config", path($0)] } ?? [])
      + (options.stateDir.map { ["--state-dir", path($0)] } ?? [])
      + (options.cluster.map { ["--cluster", $0] } ?? [])
  }

  var lines: [String] {
    [
      "[Unit]", "Description=Carry an interrupted run of herdmon on", "Wants=network-online.target",
      "After=network-online.target pve-cluster.service pve-guests.service", "", "[Service]", "Type=exec",
      "ExecStart=" + words.map(ResumeUnit.quoted).joined(separator: " "), "", "[Install]",
      "WantedBy=multi-user.target",
    ]
  }

  /// One word of a command in a unit: specifiers and variables are doubled.
  private static func quoted(_ word: String) -> String {
    var text = word
    for mark in ["\\", "\"", "%", "$"] {
      text = text.replacing(mark, with: mark == "%" || mark == "$" ? mark + mark : "\\" + mark)
    }
    return word.contains { " \t'\";\\%$".contains($0) } ? "\"" + text + "\"" : word
  }

  private static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/usr/local/bin/herdmon"
  }
}
