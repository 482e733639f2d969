/// How many colours a terminal shows.
public enum ColourDepth: Int, Sendable, Comparable, CaseIterable {
  /// None: bold, dim, underline and reverse must do.
  case mono = 0
  /// Eight, and bold for the bright ones.
  case eight = 8
  /// Sixteen.
  case sixteen = 16
  /// The palette of 256.
  case palette = 256
  /// Any, by red, green and blue.
  case full = 16_777_216

  /// Order of richness.
  public static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }

  /// What a terminal with so many colours can show.
  public init(colours: Int) {
    self = ColourDepth.allCases.last { $0.rawValue <= colours } ?? .mono
  }

  /// Whether the environment asks for no colour: `NO_COLOR` or `HERDMON_NO_COLOR` set and not empty (no-color.org).
  public static func isRefused(by environment: [String: String]) -> Bool {
    ["NO_COLOR", "HERDMON_NO_COLOR"].contains { environment[$0]?.isEmpty == false }
  }
}
