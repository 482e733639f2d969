/// How far an upgrade has come, read line by line from apt's output as it arrives.
/// - Source: facts/pve.md 9.2, 9.3.
public struct UpgradeLog: Hashable, Sendable, Codable {
  /// Packages to install or upgrade; 0 until apt has counted them.
  public private(set) var total = 0
  /// Packages downloaded.
  public private(set) var fetched = 0
  /// Packages unpacked.
  public private(set) var unpacked = 0
  /// Packages set up, which is the last step of each.
  public private(set) var done = 0
  /// What goes on now, in one line; empty before the first step.
  public private(set) var detail = ""

  /// Nothing read yet.
  public init() {}

  /// The progress after all these lines.
  public static func progress(_ lines: [String]) -> UpgradeLog {
    var log = UpgradeLog()
    log.read(lines)
    return log
  }

  /// Part that is done, 0 to 1. Unpacking and setting up count half each.
  public var fraction: Double {
    total > 0 ? min(1, Double(unpacked + done) / Double(2 * total)) : 0
  }

  /// Takes in lines of standard output, and of standard error as well.
  public mutating func read(_ lines: [String]) {
    for line in lines { read(line) }
  }

  private mutating func read(_ line: String) {
    let words = line.split(separator: " ")
    guard let first = words.first else { return }
    switch first {
    case "Unpacking" where words.count > 1:
      unpacked += 1
      detail = "unpacking \(UpgradeLog.package(words[1])) \(counted(unpacked))"
    case "Setting" where words.count > 2 && words[1] == "up":
      done += 1
      detail = "setting up \(UpgradeLog.package(words[2])) \(counted(done))"
    case "Processing" where words.count > 3 && words[1] == "triggers":
      detail = "triggers of \(UpgradeLog.package(words[3]))"
    case "Waiting" where line.hasPrefix("Waiting for cache lock"):
      detail = LogText.shortened(LogText.trimmed(line))
    case "update-initramfs:":
      detail = "building the initial RAM disk"
    case _ where first.hasPrefix("Get:"):
      fetched += 1
      detail = "downloading \(counted(fetched))"
    case _ where words.count > 4 && words[1] == "upgraded," && line.contains(" newly installed, "):
      // 12 upgraded, 2 newly installed, 1 to remove and 0 not upgraded.
      if let upgraded = Int(words[0]), let new = Int(words[2]), (0...99_999).contains(upgraded),
        (0...99_999).contains(new)
      {
        total = upgraded + new
      }
    default: break
    }
    detail = LogText.trimmed(detail)
  }

  private func counted(_ number: Int) -> String { total > 0 ? "(\(min(number, total)) of \(total))" : "" }

  /// A package without its architecture and dots.
  private static func package(_ word: Substring) -> String { LogText.shortened(String(word.prefix { $0 != ":" })) }

  /// Why an upgrade or download failed, in the words that help most; never empty.
  public static func reason(output: [String], errors: [String]) -> String {
    let lines = (output + errors).map(LogText.trimmed).filter { !$0.isEmpty }
    if let full = lines.first(where: { $0.contains("No space left on device") || $0.contains("enough free space") }) {
      return LogText.shortened(full)
    }
    if lines.contains(where: { $0.contains("pve-apt-hook") }) {
      return "the upgrade would remove proxmox-ve, so Proxmox's hook stopped it: a package repository is missing"
    }
    if isInterrupted(lines) {
      return "an upgrade was broken off before; run dpkg --configure -a, or set repair_packages"
    }
    if let asked = lines.first(where: { $0.contains("end of file on stdin at conffile prompt") }) {
      return LogText.shortened("a package asked which configuration file to use: \(asked)")
    }
    let broken = lines.compactMap(brokenPackage)
    if !broken.isEmpty {
      let names = broken.enumerated().filter { broken.firstIndex(of: $0.element) == $0.offset }.map(\.element)
      return LogText.shortened("dpkg could not process \(names.joined(separator: ", "))")
    }
    let complaints = lines.filter { $0.hasPrefix("E: ") && !$0.hasPrefix("E: Sub-process") }
    if let complaint = complaints.first { return LogText.shortened(String(complaint.dropFirst(3))) }
    let last = errors.map(LogText.trimmed).last { !$0.isEmpty } ?? lines.last
    return LogText.shortened(last ?? "the job ended without a word")
  }

  /// Whether dpkg refuses to work until an upgrade that was broken off is completed.
  public static func isInterrupted(_ lines: [String]) -> Bool {
    lines.contains { $0.contains("dpkg was interrupted, you must manually run") }
  }

  /// Whether a line asks and waits for an answer.
  public static func isPrompt(_ line: String) -> Bool {
    let text = LogText.trimmed(line)
    return text.hasSuffix("?") || text.hasSuffix("[Y/n]") || text.hasSuffix("[y/N]") || text.contains("(Y/I/N/O/D/Z)")
  }

  /// Repositories that could not be refreshed, in the words of apt: worth a warning, no reason to stop.
  public static func warnings(in lines: [String]) -> [String] {
    lines.map(LogText.trimmed).filter { line in
      line.hasPrefix("E: Failed to fetch") || line.hasPrefix("W: Failed to fetch")
        || (line.hasPrefix("E: The repository") && line.hasSuffix("is not signed."))
    }.map { LogText.shortened(String($0.dropFirst(3))) }
  }

  /// dpkg: error processing package X (--configure):
  private static func brokenPackage(_ line: String) -> String? {
    let opening = "dpkg: error processing package "
    guard line.hasPrefix(opening) else { return nil }
    return line.dropFirst(opening.count).split(separator: " ").first.map(String.init)
  }
}
