/// The option `crs` of `/etc/pve/datacenter.cfg`: how the HA stack places its services.
/// - Source: facts/pve.md 7.4.
extension SimulatedCluster {
  private static let path = "datacenter.cfg"

  private var options: [Substring] {
    String(decoding: files.entries[Self.path]?.bytes ?? [], as: UTF8.self).split(separator: "\n")
  }

  /// Its value; nil where it is not set.
  var scheduling: String? { options.first { $0.hasPrefix("crs: ") }.map { String($0.dropFirst(5)) } }

  /// Whether it has services moved without request.
  var isBalancing: Bool { scheduling?.split(separator: ",").contains("ha-auto-rebalance=1") ?? false }

  func setScheduling(_ value: String?) {
    let lines = options.filter { !$0.hasPrefix("crs: ") } + [value.map { "crs: \($0)" }].compactMap { $0?[...] }
    files.put(Self.path, text: lines.map { $0 + "\n" }.joined(), by: "")
  }
}
