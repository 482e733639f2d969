import Cluster
import Testing

@testable import Planning

struct UsableRepositoryTests {
  private let free = "http://download.proxmox.com/debian/pve"
  private let paid = "https://enterprise.proxmox.com/debian/pve"

  private func codes(_ repositories: NodeHealth.Repositories?) -> [String] {
    var node = SampleCluster.node("pve1")
    node.health.repositories = repositories
    return (UsableRepository.blockers(on: node) + UsableRepository.warnings(on: node)).map(\.code)
  }

  @Test func `packages of Proxmox must come from somewhere`() {
    #expect(codes(.init(usable: [])) == ["no-repository"])
    #expect(codes(.init(usable: [], wantsEnterprise: true)) == ["no-repository"])
    #expect(codes(.init(usable: [free])) == [])
    #expect(codes(nil) == [], "what could not be read is no finding")
  }

  @Test func `an enterprise repository that gives nothing is told while another one serves`() {
    #expect(codes(.init(usable: [free], wantsEnterprise: true)) == ["repository-unauthorized"])
    #expect(codes(.init(usable: [paid], wantsEnterprise: true)) == [])
  }
}
