import Cluster
import Remote

/// What is asked and ordered around the lease of a cluster: two lock folders in its own file system, and a note of the
/// owner on the node that holds them.
///
/// Making a folder is atomic in the whole cluster, only the node that made a lock may refresh it, and an unlock request
/// clears one that was not refreshed for 120 s (facts/pve.md 10.3). Requests never create: `touch -c`.
public enum LeaseOrders {
  /// The lease itself.
  static let lease = "/etc/pve/priv/lock/herdmon"
  /// Whoever wants the lease, or moves it to another node, holds this meanwhile.
  static let gate = "/etc/pve/priv/lock/herdmon-next"
  static let note = "/run/herdmon/owner"

  /// What came of making a lock.
  public enum Made: Hashable, Sendable {
    /// It is ours.
    case yes
    /// Somebody else has it, alive.
    case held
    /// The node can't make locks: no quorum, no cluster file system.
    case impossible(String)
  }

  /// What is known of the lease, seen through one node.
  public struct Sight: Hashable, Sendable {
    /// When it was last refreshed, in the node's seconds; nil if there is none.
    public var refreshed: Int?
    /// Text of the owner's note on that node; empty if there is none.
    public var note: String
    /// When the note was written, in the node's seconds.
    public var noted: Int?

    /// What is known of the lease.
    public init(refreshed: Int?, note: String, noted: Int?) {
      self.refreshed = refreshed
      self.note = note
      self.noted = noted
    }

    /// Whether the note was written together with the last refresh, so that it speaks of this lease and of no older one.
    public var noteIsOfLease: Bool {
      guard let refreshed, let noted else { return false }
      return abs(refreshed - noted) <= 5
    }
  }

  /// Makes the gate; an abandoned one is cleared first.
  public static func makeGate(marker: String) -> CommandLine {
    CommandLine(
      sections: [Section("expire", expire(gate)), Section("make", Command("mkdir", .word(gate)))], marker: marker,
      purpose: "ask for the cluster's lease")
  }

  /// Makes the lease; an abandoned one is cleared first. To be run under the gate.
  public static func makeLease(marker: String) -> CommandLine {
    CommandLine(
      sections: [Section("expire", expire(lease)), Section("make", Command("mkdir", .word(lease)))], marker: marker,
      purpose: "take the cluster's lease")
  }

  /// Makes our own lease anew through this node. To be run under the gate, by its owner.
  public static func remakeLease(marker: String) -> CommandLine {
    CommandLine(
      sections: [Section("remove", Command("rmdir", .word(lease))), Section("make", Command("mkdir", .word(lease)))],
      marker: marker, purpose: "take the cluster's lease over to this node")
  }

  /// Refreshes the lease and the note, and looks.
  public static func refresh(note text: String, marker: String) -> CommandLine {
    CommandLine(
      sections: [Section("touch", Command("touch", "-c", .word(lease)))] + noting(text) + sight, marker: marker,
      purpose: "refresh the cluster's lease")
  }

  /// Looks.
  public static func look(marker: String) -> CommandLine {
    CommandLine(sections: sight, marker: marker, purpose: "look at the cluster's lease")
  }

  /// Opens the gate again.
  public static func removeGate(marker: String) -> CommandLine {
    CommandLine(
      sections: [Section("remove", Command("rmdir", .word(gate)))], marker: marker,
      purpose: "let others ask for the cluster's lease")
  }

  /// Gives the lease back.
  public static func removeLease(marker: String) -> CommandLine {
    CommandLine(
      sections: [
        Section("remove", Command("rmdir", .word(lease))), Section("note", Command("rm", "-f", .word(note))),
      ], marker: marker, purpose: "give the cluster's lease back")
  }

  /// Takes the note away from a node that no longer holds the lease.
  public static func removeNote(marker: String) -> CommandLine {
    CommandLine(
      sections: [Section("note", Command("rm", "-f", .word(note)))], marker: marker, purpose: "remove the owner's note")
  }

  /// What came of making the gate or the lease.
  public static func made(_ result: CommandResult, marker: String) -> Made {
    let part = SectionedResult(result, marker: marker)["make"]
    if part.status == 0 { return .yes }
    if part.errors.contains("File exists") { return .held }
    return .impossible(part.status == nil ? "the answer was cut short" : Excerpt.errors(part.errors))
  }

  /// Whether the refresh was allowed: only the node that made a lock may.
  public static func wasRefreshed(_ result: CommandResult, marker: String) -> Bool {
    SectionedResult(result, marker: marker)["touch"].status == 0
  }

  /// What is known of the lease; nil if the answer was cut short.
  public static func sight(_ result: CommandResult, marker: String) -> Sight? {
    let parts = SectionedResult(result, marker: marker)
    guard parts["lease"].status != nil, parts["noted"].status != nil else { return nil }
    func seconds(_ label: String) -> Int? {
      parts[label].status == 0 ? parts[label].lines.first.flatMap { Int($0) } : nil
    }
    return Sight(
      refreshed: seconds("lease"), note: parts["note"].status == 0 ? parts["note"].output : "",
      noted: seconds("noted"))
  }

  private static func expire(_ path: String) -> Command { Command("touch", "-c", "-d", "@0", .word(path)) }

  private static func noting(_ text: String) -> [Section] {
    [
      Section("folder", Command("mkdir", "-p", "-m", "700", "/run/herdmon")),
      Section("write", Command(script: #"printf '%s\n' "$1" >"$2""#, [text, note])),
    ]
  }

  private static let sight = [
    Section("lease", Command("stat", "-c", "%Y", .word(lease))), Section("note", Command("cat", .word(note))),
    Section("noted", Command("stat", "-c", "%Y", .word(note))),
  ]
}
