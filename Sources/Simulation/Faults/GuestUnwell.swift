/// A guest that takes long after each start until what runs in it answers.
struct GuestUnwell {
  var guest: Int
  var seconds: Double

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.ailments.append { id, secondsUp in id == guest && secondsUp < seconds }
  }
}
