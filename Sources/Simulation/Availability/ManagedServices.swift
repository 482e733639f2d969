import Cluster

/// `/etc/pve/ha/resources.cfg`: who is managed, and the state asked for.
/// - Source: facts/pve.md 7.1.
struct ManagedServices {
  static let path = "ha/resources.cfg"

  private(set) var states: [Int: String] = [:]
  private var kinds: [Int: String] = [:]
  private var groups: [Int: String] = [:]

  init(_ text: String) {
    var current: Int?
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" || $0 == ":" }.map(String.init)
      if line.first == "\t" || line.first == " " {
        guard let id = current, words.count > 1 else { continue }
        if words[0] == "state" { states[id] = words[1] }
        if words[0] == "group" { groups[id] = words[1] }
      } else if words.count == 2, let id = Int(words[1]) {
        current = id
        kinds[id] = words[0]
        states[id] = "started"
      }
    }
  }

  /// The file with one service's state changed, or with one more service.
  func text(with id: Int, _ state: String, kind: String? = nil) -> String {
    var (states, kinds) = (states, kinds)
    states[id] = state
    if let kind { kinds[id] = kind }
    return states.keys.sorted().map { id in
      let group = groups[id].map { "\tgroup \($0)\n" } ?? ""
      return "\(kinds[id] ?? "ct"): \(id)\n\(group)\tstate \(states[id] ?? "started")\n"
    }.joined(separator: "\n")
  }

  /// `ct:101`.
  func name(_ id: Int) -> String { "\(kinds[id] ?? "ct"):\(id)" }

  /// Guests whose orders are redirected; `ignored` ones are not.
  var managed: [Int] { states.keys.sorted().filter { states[$0] != "ignored" } }
}
