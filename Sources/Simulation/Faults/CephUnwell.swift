/// Ceph is there and complains, for a while; after that it is well.
/// - Source: facts/pve.md 4.10, 8.5.
struct CephUnwell: FaultKind {
  var status: String
  var complaint: String
  var seconds: Double

  static let name = "ceph"
  static let places = "HEALTH_WARN|HEALTH_ERR:COMPLAINT[:SECONDS]"
  var words: [String] { [status, complaint, FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let status = words.text(0), ["HEALTH_WARN", "HEALTH_ERR"].contains(status), let complaint = words.text(1),
      let seconds = words.number(2, otherwise: 300)
    else { return nil }
    self.status = status
    self.complaint = complaint
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.pick(["PG_DEGRADED", "OSD_DOWN", "MON_CLOCK_SKEW", "OSDMAP_FLAGS"]).map {
      ["HEALTH_WARN", $0, random.word(10...1200)]
    }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.files.put("ceph.conf", text: "[global]\n", by: "")
    cluster.hooks.ceph = (status, [complaint])
    cluster.strike(at: seconds) { [unowned cluster] in cluster.hooks.ceph = ("HEALTH_OK", []) }
  }
}
