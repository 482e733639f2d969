/// The cluster's option `crs`, where it has the HA stack move guests without request.
/// - Source: facts/pve.md 7.4: `ha-auto-rebalance` and `ha-rebalance-on-start`, from Proxmox VE 9.1 on.
public struct HABalancing: Hashable, Sendable, Codable {
  /// The option's value as it is, such as `ha=static,ha-auto-rebalance=1`.
  public var option: String

  private static let switches: Set<Substring> = ["ha-auto-rebalance", "ha-rebalance-on-start"]
  private static let on: Set<Substring> = ["1", "on", "yes", "true"]

  /// Nil if nothing in it is switched on.
  public init?(option: String) {
    self.option = option
    guard parts.contains(where: HABalancing.isOn) else { return nil }
  }

  /// The same option with everything switched off that moves guests; nil if the value is of no known form, so that
  /// nothing could be put back as it was.
  public var suspended: String? {
    let isKnown = option.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.=,".contains($0)) }
    guard isKnown else { return nil }
    return parts.map { HABalancing.isOn($0) ? $0.prefix { $0 != "=" } + "=0" : $0 }.joined(separator: ",")
  }

  private var parts: [Substring] { option.split(separator: ",") }

  private static func isOn(_ part: Substring) -> Bool {
    let pair = part.split(separator: "=", maxSplits: 1)
    return pair.count == 2 && switches.contains(pair[0]) && on.contains(pair[1])
  }
}
