/// A rule about where guests run, in regard to nodes or to each other.
public struct Affinity: Hashable, Sendable, Codable {
  /// What it wants.
  public enum Wish: Hashable, Sendable, Codable {
    /// Each of the guests on one of these nodes, a higher number before a lower one.
    case nodes([NodeName: Int])
    /// All of them on one node.
    case together
    /// No two of them on the same node.
    case apart
  }

  /// How messages name it, such as `HA rule db-apart`.
  public var label: String
  /// What it wants.
  public var wish: Wish
  /// Whether a place against it is none at all; otherwise others are only better.
  public var isStrict: Bool
  /// Whom it is about, in order of id.
  public var guests: [GuestID]

  /// A rule about guests.
  public init(label: String, wish: Wish, isStrict: Bool, guests: some Sequence<GuestID>) {
    self.label = label
    self.wish = wish
    self.isStrict = isStrict
    self.guests = guests.sorted()
  }
}
