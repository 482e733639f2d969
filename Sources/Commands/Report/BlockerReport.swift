import Cluster
import Planning

/// A blocker as reports show it.
struct BlockerReport: Hashable, Sendable, Codable {
  var code: String
  @OrNull var node: NodeName?
  @OrNull var guest: GuestID?
  var message: String
  var remedy: String

  init(_ blocker: Blocker) {
    code = blocker.code
    _node = OrNull(wrappedValue: blocker.node)
    _guest = OrNull(wrappedValue: blocker.guest)
    message = blocker.message
    remedy = blocker.remedy
  }
}
