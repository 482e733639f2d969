/// A guest's configuration file: the lines of its first section, and whatever stands below.
/// - Source: facts/pve.md 2.4, 10.1.
struct GuestConfiguration: Equatable {
  private(set) var lines: [(key: String, value: String)] = []
  private var description: [String] = []
  private var sections: [String] = []

  static func == (left: GuestConfiguration, right: GuestConfiguration) -> Bool { left.text == right.text }

  init(_ text: String) {
    var isBelow = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("[") { isBelow = true }
      if isBelow {
        sections.append(line)
      } else if line.hasPrefix("#") {
        description.append(String(line.dropFirst()))
      } else if let colon = line.firstIndex(of: ":") {
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        lines.append((String(line[..<colon]), String(value)))
      }
    }
  }

  /// The file.
  var text: String {
    var all = description.map { "#" + $0 } + lines.map { "\($0.key): \($0.value)" }
    if !sections.isEmpty { all += [""] + sections }
    return all.joined(separator: "\n") + "\n"
  }

  subscript(key: String) -> String? {
    get { lines.first { $0.key == key }?.value }
    set {
      lines.removeAll { $0.key == key }
      guard let newValue else { return }
      // Proxmox writes keys in order of their bytes; raw lxc lines stay last.
      let index = lines.firstIndex { $0.key.hasPrefix("lxc.") || $0.key > key } ?? lines.count
      lines.insert((key, newValue), at: index)
    }
  }

  func isOn(_ key: String) -> Bool { self[key] == "1" }

  /// What `pct config` and `qm config` print (facts/pve.md 2.4).
  var listing: String {
    var plain = lines.filter { !$0.key.hasPrefix("lxc.") && $0.key != "digest" }
    if !description.isEmpty {
      // Proxmox keeps the text percent-encoded in the file already, one comment line a line of text.
      plain.append(("description", description.map { $0 + "%0A" }.joined()))
    }
    plain.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let raw = lines.filter { $0.key.hasPrefix("lxc.") }
    return (plain + raw).map { "\($0.key): \($0.value)\n" }.joined()
  }

  /// Keys that are a prefix and a number, such as `mp0`.
  func numbered(_ prefix: String) -> [(key: String, value: String)] {
    lines.filter { $0.key.hasPrefix(prefix) && Int($0.key.dropFirst(prefix.count)) != nil }
  }

  /// Options of a value such as `a,b=c,d=e`.
  static func options(_ value: String) -> [String: String] {
    var options: [String: String] = [:]
    for part in value.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { options[String(pair[0])] = String(pair[1]) }
    }
    return options
  }

  /// What stands before the first option.
  static func head(_ value: String) -> String {
    let first = value.split(separator: ",").first.map(String.init) ?? ""
    return first
  }
}
