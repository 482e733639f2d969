import Cluster
import Remote

/// One row of `pct list` or `qm list`.
struct GuestRow: Hashable {
  var id: GuestID
  var status: Guest.Status
  var lock: String?
  var name: String
}

/// Containers of the answering node.
/// - Source: facts/pve.md 2.1. No container prints nothing at all and exits 0.
struct ContainerList: Reading {
  static let section = Section("pct list", Command("pct", "list", limitSeconds: GuestList.limitSeconds))

  var rows: [GuestRow]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    rows = try GuestList.rows(of: part, expected: "a row of `pct list`", Self.row)
  }

  /// Columns `%-10s %-10s %-12s %-20s`. The lock column is blank on most rows, so words alone can't tell lock from name.
  static func row(_ line: String) -> GuestRow? {
    let bytes = Array(line.utf8)
    func cell(_ range: Range<Int>) -> String {
      String(decoding: bytes[min(range.lowerBound, bytes.count)..<min(range.upperBound, bytes.count)], as: UTF8.self)
        .trimmingBlanks
    }
    func isBlank(_ place: Int) -> Bool { place >= bytes.count || bytes[place] == UInt8(ascii: " ") }
    let columnsHold = isBlank(10) && isBlank(21) && isBlank(34)
    let cells = [cell(0..<10), cell(11..<21), cell(22..<34)]
    let name = cell(35..<bytes.count.advanced(by: 35))
    if columnsHold, !name.isEmpty, cells.allSatisfy({ $0.words.count <= 1 }),
      let row = row(id: cells[0], status: cells[1], lock: cells[2], name: name)
    {
      return row
    }
    // An overflowing field shifts what follows it; then the number of words tells.
    let words = line.words.map(String.init)
    switch words.count {
    case 3: return row(id: words[0], status: words[1], lock: "", name: words[2])
    case 4: return row(id: words[0], status: words[1], lock: words[2], name: words[3])
    default: return nil
    }
  }

  private static func row(id: String, status: String, lock: String, name: String) -> GuestRow? {
    guard let id = GuestList.id(id), let status = GuestList.status(status) else { return nil }
    return GuestRow(id: id, status: status, lock: lock.isEmpty ? nil : lock, name: Excerpt.clean(name))
  }
}

/// Virtual machines of the answering node.
/// - Source: facts/pve.md 2.2. No lock column; a machine without a name is called `VM 201`, with a space.
struct MachineList: Reading {
  static let section = Section("qm list", Command("qm", "list", limitSeconds: GuestList.limitSeconds))

  var rows: [GuestRow]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    rows = try GuestList.rows(of: part, expected: "a row of `qm list`", Self.row)
  }

  /// The first word is the id, the last four are status, memory, disk and pid; what is between is the name.
  static func row(_ line: String) -> GuestRow? {
    let words = line.words
    guard words.count >= 5, let id = GuestList.id(words[0]) else { return nil }
    let tail = words.suffix(4).map(String.init)
    guard let status = GuestList.status(tail[0]), Double(tail[1]) != nil, Double(tail[2]) != nil,
      Digits.number(tail[3]) != nil
    else { return nil }
    let name = words.dropFirst().dropLast(4).joined(separator: " ")
    return GuestRow(id: id, status: status, lock: nil, name: Excerpt.clean(name))
  }
}

enum GuestList {
  /// Both take well under two seconds on a healthy node; longer means that something below them hangs.
  static let limitSeconds = 20

  static func rows(
    of part: SectionedResult.Part, expected: String, _ row: (String) -> GuestRow?
  ) throws(Unreadable) -> [GuestRow] {
    let lines = part.lines
    guard lines.contains(where: { !$0.trimmingBlanks.isEmpty }) else { return [] }
    // Whatever a hook or profile prints stands before the header.
    guard let header = lines.firstIndex(where: { $0.words.first == "VMID" }) else {
      throw Unreadable(expected: "the header of a guest list", seen: part.output)
    }
    var rows: [GuestRow] = []
    for line in lines[(header + 1)...] where !line.trimmingBlanks.isEmpty {
      guard let found = row(line) else { throw Unreadable(expected: expected, seen: line) }
      rows.append(found)
    }
    return rows.sorted { $0.id < $1.id }
  }

  static func id(_ text: some StringProtocol) -> GuestID? {
    Digits.number(text).flatMap { $0 > 0 ? GuestID($0) : nil }
  }

  static func status(_ word: String) -> Guest.Status? {
    if word == "stopped" { return .stopped }
    return statesWithProcess.contains(word) ? .running : nil
  }

  /// QEMU's run states: in each of them a process holds the guest's memory and place.
  /// - Source: facts/pve.md 2.2, 2.3.
  private static let statesWithProcess: Set<String> = [
    "running", "paused", "prelaunch", "suspended", "inmigrate", "postmigrate", "finish-migrate", "io-error",
    "internal-error", "shutdown", "save-vm", "restore-vm", "watchdog", "guest-panicked", "debug", "colo",
  ]
}
