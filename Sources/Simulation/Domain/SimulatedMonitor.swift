import Cluster

/// Monitoring as it stands beside a simulated cluster: it watches every guest, alerts when one is down that it was not
/// told to keep quiet about, and refuses who asks too often.
public final class SimulatedMonitor {
  /// What it makes of a call.
  public enum Answer: Hashable, Sendable {
    /// It does so.
    case done
    /// It does not, and says why.
    case refused(String)
    /// It may do so, and never says.
    case silent
  }

  private struct Quiet {
    var guests: Set<Int>
    var until: Double
  }

  /// Seconds that a call takes.
  public static let callSeconds = 1.0
  /// Calls that it takes within a minute, counted from the first.
  /// - Source: facts/kuma-and-notify.md 1.6.
  private static let (callsMax, windowSeconds) = (20, 60.0)

  private unowned let cluster: SimulatedCluster
  private var quiet: [String: Quiet] = [:]
  private var window = (from: -Double.infinity, calls: 0)
  /// Guests that went down while it watched, in order.
  private(set) var alerts: [Int] = []
  /// Calls that were made.
  private(set) var calls = 0

  init(_ cluster: SimulatedCluster) { self.cluster = cluster }

  /// Silences that last.
  var open: [String] { quiet.filter { $0.value.until > cluster.now }.keys.sorted() }

  /// Keeps quiet about guests for so long; a name that it knows is told anew.
  public func cover(_ name: String, guests: [Int], seconds: Double) -> Answer {
    take { quiet[name] = Quiet(guests: Set(guests), until: cluster.now + seconds) }
  }

  /// Watches again; a name that it does not know is nothing to it.
  public func uncover(_ name: String) -> Answer {
    take { quiet[name] = nil }
  }

  /// Whoever takes something down by hand sees the alerts, and knows.
  func whileAttended(_ work: () -> Void) {
    let before = alerts
    work()
    alerts = before
  }

  private func take(_ action: () -> Void) -> Answer {
    calls += 1
    if let answer = cluster.hooks.monitorAnswers.take(at: cluster.now) {
      if answer == .silent { action() }
      return answer
    }
    if cluster.now >= window.from + SimulatedMonitor.windowSeconds { window = (cluster.now, 0) }
    window.calls += 1
    guard window.calls <= SimulatedMonitor.callsMax else { return .refused("Too frequently, try again later.") }
    action()
    return .done
  }

  func guestWentDown(_ id: Int) {
    let isCovered = quiet.values.contains { $0.until > cluster.now && $0.guests.contains(id) }
    if !isCovered { alerts.append(id) }
  }
}

extension SimulatedCluster {
  /// What comes of a command of the operator's on the controller.
  public func runCommand() -> SimulatedMonitor.Answer { hooks.commandAnswers.take(at: now) ?? .done }
}
