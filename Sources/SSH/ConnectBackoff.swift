/// Pauses between failed attempts to connect to one host.
public struct ConnectBackoff: Sendable, Hashable {
  /// Pause after the first failure; it doubles with every further one.
  public var first: Duration
  /// The longest pause.
  public var longest: Duration
  /// The shortest pause after an attempt that reached sshd and did not end in a login. OpenSSH since 9.8 counts those
  /// against the address they come from and soon drops every connection (facts/pve.md 0.14).
  public var afterContact: Duration

  /// Pauses of 1, 2, 4, 8 and then 15 seconds; 5 at least where sshd was reached.
  public init(
    first: Duration = .seconds(1), longest: Duration = .seconds(15), afterContact: Duration = .seconds(5)
  ) {
    self.first = first
    self.longest = longest
    self.afterContact = afterContact
  }

  /// Pause after so many failures in a row.
  func pause(failures: Int, reachedServer: Bool) -> Duration {
    guard failures > 0 else { return .zero }
    // 2^20 seconds are twelve days: more doublings would only overflow.
    let doubled = first * (1 << min(failures - 1, 20))
    return max(min(doubled, longest), reachedServer ? afterContact : .zero)
  }
}
