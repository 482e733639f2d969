/// An answer that can't be read may be a matter of a moment: its question is asked again for a while.
enum Rereading {
  /// Seconds until it is asked again.
  static let pauseSeconds = 5.0
  /// How long a node may give such answers, in seconds.
  static let secondsMax = 60.0
}
