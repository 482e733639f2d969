import Cluster
import Planning

/// Whatever keeps monitoring quiet: one implementation a monitoring system.
///
/// Each call covers all guests of a turn. Calls are made again after a failure and after a crash, so each must be no
/// mistake the second time: a silence is known by its id, and one that is gone is at its end. Past `until` it must be
/// over without any call, if the monitoring system can do that.
public protocol Silencer: Sendable {
  /// Keeps quiet about guests and node until the silence's moment; of an id that is known the new moment counts.
  /// - Throws: why it does not.
  func start(_ silence: Silence, limitSeconds: Double) async throws(SilenceTrouble)
  /// Keeps quiet until the silence's later moment.
  /// - Throws: why it does not.
  func extend(_ silence: Silence, limitSeconds: Double) async throws(SilenceTrouble)
  /// Watches again.
  /// - Throws: why it does not.
  func end(_ silence: Silence, limitSeconds: Double) async throws(SilenceTrouble)
}

extension Silencer {
  /// Tells monitoring.
  /// - Throws: why it did not listen.
  public func tell(_ verb: Silence.Verb, _ silence: Silence, limitSeconds: Double) async throws(SilenceTrouble) {
    switch verb {
    case .start: try await start(silence, limitSeconds: limitSeconds)
    case .extend: try await extend(silence, limitSeconds: limitSeconds)
    case .end: try await end(silence, limitSeconds: limitSeconds)
    }
  }
}

/// Why monitoring could not be told. The same call may succeed a little later.
public struct SilenceTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, and what came back.
  public var description: String

  /// Why it could not.
  public init(_ description: String) { self.description = description }
}
