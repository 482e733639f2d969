import TestPace
import Testing

/// Arrows between modules point one way, and C stays behind two doors.
@Suite(.givesWay) struct LayerRules {
  /// Targets of Package.swift with the targets they name.
  private static let declared: [String: Set<String>] = {
    let text = SourceTree.file("Package.swift")?.text ?? ""
    var targets: [String: Set<String>] = [:]
    for part in text.split(separator: "arget(").dropFirst() {
      let names = part.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
      if let name = names.first { targets[name] = Set(names.dropFirst()) }
    }
    return targets
  }()

  @Test func `a module imports only what Package swift lets it`() {
    let own = Set(LayerRules.declared.keys).union(["CLibssh2"])
    #expect(own.isSuperset(of: ["Commands", "Simulation", "Planning", "Cluster"]), "Package.swift was not understood")
    HouseRules.report(
      SourceTree.sources.flatMap { file in
        file.imports.filter {
          own.contains($0.module) && LayerRules.declared[file.module]?.contains($0.module) == false
        }
        .map {
          Violation(
            path: file.path, line: $0.line,
            message: "\(file.module) imports \($0.module), which Package.swift does not say")
        }
      })
  }

  @Test(arguments: [
    ("Simulation", "Proxmox", "an emulator built from the client's parsers agrees with its mistakes"),
    ("Screen", "Orchestration", "the screen reads events, whoever made them"),
    ("Orchestration", "Simulation", "what runs must not know that it is rehearsed"),
    ("Orchestration", "SSH", "it knows the seam only: Remote"), ("Proxmox", "SSH", "it knows the seam only: Remote"),
    ("Planning", "Glibc", "planning is pure"), ("Planning", "Foundation", "planning is pure"),
    ("LabShell", "Foundation", "it starts for every command; large imports cost each of them"),
  ])
  func `some arrows never exist`(_ module: String, _ other: String, _ reason: String) {
    HouseRules.report(
      SourceTree.sources.filter { $0.module == module }.flatMap { file in
        file.imports.filter { $0.module == other }.map {
          Violation(path: file.path, line: $0.line, message: "\(module) never imports \(other): \(reason)")
        }
      })
  }

  @Test(arguments: [("CLibssh2", "SSH"), ("CNcurses", "Terminal")])
  func `each C library has one door`(_ library: String, _ door: String) {
    HouseRules.report(
      SourceTree.sources.filter { $0.module != door }.flatMap { file in
        file.imports.filter { $0.module == library }.map {
          Violation(path: file.path, line: $0.line, message: "only \(door) imports \(library)")
        }
      })
  }
}
