import Testing

/// One word for one thing, in code, texts and manual.
struct WordRules {
  /// Written in two halves, so that this list is none of its own findings.
  private static let banned = [
    ("evac" + "uat", "drain"), ("black" + "list", "deny list"), ("white" + "list", "allow list"),
    ("hyper" + "visor", "node"), ("live-" + "migrat", "move (live)"), ("work" + "load", "guest"),
    ("roll" + "out", "run"), ("fail" + " over", "move"), ("rebal" + "anc", "return"),
  ]

  /// A key of Proxmox's configuration is what it is.
  private static let foreign = [
    "live-" + "migration-capable", "ha-auto-rebal" + "ance", "ha-rebal" + "ance-on-start",
  ]

  @Test func `one thing has one word`() {
    HouseRules.report(
      SourceTree.readable.flatMap { file in
        let text = WordRules.foreign.reduce(file.text.lowercased()) { $0.replacing($1, with: "") }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(1..., lines).flatMap { number, line in
          WordRules.banned.filter { line.contains($0.0) }.map {
            Violation(path: file.path, line: number, message: "'\($0.0)…': we say \($0.1)")
          }
        }
      })
  }

  @Test func `a type is named by what it is, not by what it does for others`() {
    let endings = ["Utility", "Utilities", "Utils", "Helper", "Helpers", "Manager", "Constants"]
    // Foundation's, and what Proxmox itself calls so: a daemon and two programs.
    let allowed: Set = ["FileManager", "AvailabilityManager", "HaManager", "ProxmoxBackupManager"]
    HouseRules.report(
      SourceTree.swift.flatMap { file in
        zip(1..., file.codeLines).flatMap { number, line in
          line.split { !CodeScanner.isWord($0) }.filter { word in
            word.first?.isUppercase == true && !allowed.contains(String(word))
              && endings.contains { word.hasSuffix($0) }
          }.map { Violation(path: file.path, line: number, message: "\($0): name the thing itself") }
        }
      })
  }
}
