import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct VoteCountTests {
  private static let lost = """
    Quorum information
    ------------------
    Quorum provider:  corosync_votequorum
    Nodes:            1
    Quorate:          No

    Votequorum information
    ----------------------
    Expected votes:   3
    Highest expected: 3
    Total votes:      1
    Quorum:           2 Activity blocked
    Flags:            

    """

  @Test func `votes read as corosync counts them`() throws {
    let votes = try VoteCount(try Sample.part("pve1/corosync-quorumtool.txt")).votes
    #expect(votes.quorum(names: [:]) == Quorum(isQuorate: true, votes: 2, expected: 3, needed: 2))
  }

  @Test func `exit 2 is a full answer without quorum`() throws {
    let votes = try VoteCount(SectionedResult.Part(Self.lost, status: 2)).votes
    #expect(votes.quorum(names: [:]) == Quorum(isQuorate: false, votes: 1, expected: 3, needed: 2))
  }

  /// Two nodes of which the first has two votes, and a QDevice.
  private static func device(_ row: String) -> SectionedResult.Part {
    SectionedResult.Part(
      """
      Quorate:          Yes
      Expected votes:   4
      Total votes:      4
      Quorum:           3 \u{20}
      Flags:            Quorate Qdevice\u{20}

      Membership information
      ----------------------
          Nodeid      Votes    Qdevice Name
      0x00000001          2    A,V,NMW 192.168.1.11 (local)
      0x00000002          1    A,V,NMW 192.168.1.12
      \(row)

      """)
  }

  @Test(arguments: [
    ("0x00000000          1            Qdevice", 1), ("0x00000000          0            Qdevice (votes 1)", 0),
  ])
  func `votes of each node and of the QDevice read from the table`(row: String, device: Int) throws {
    let votes = try VoteCount(Self.device(row)).votes
    let name = try #require(NodeName("pve1"))
    #expect(
      votes.quorum(names: [1: name])
        == Quorum(
          isQuorate: true, votes: 4, expected: 4, needed: 3, unequalVotes: [name: 2], deviceVotes: device))
  }

  @Test func `corosync down and half a report are errors`() {
    let down = SectionedResult.Part(
      "", errors: "Cannot initialize CMAP service\n", status: 1)
    #expect { try VoteCount(down) } throws: { "\($0)".contains("Cannot initialize CMAP service") }
    #expect(throws: Unreadable.self) { try VoteCount(SectionedResult.Part("", status: 2)) }
    #expect(throws: Unreadable.self) { try VoteCount(SectionedResult.Part("Quorate: Yes\n")) }
  }

  private func members(_ quorate: Int?) throws -> ClusterMembers {
    let cluster = quorate.map { ",\"cluster\":{\"name\":\"c\",\"nodes\":3,\"quorate\":\($0)}" } ?? ""
    return try ClusterMembers(
      SectionedResult.Part(
        "{\"nodename\":\"a\"\(cluster),\"nodelist\":{\"a\":{\"online\":1},\"b\":{\"online\":1},\"c\":{\"online\":0}}}"))
  }

  @Test func `when pmxcfs and corosync differ, nothing may be written`() throws {
    let yes = try VoteCount(try Sample.part("pve1/corosync-quorumtool.txt")).votes
    let no = try #require(try VoteCount(SectionedResult.Part(Self.lost, status: 2)).votes)
    #expect(Quorum(members: try members(1), hasCorosync: true, corosync: yes).isQuorate)
    #expect(!Quorum(members: try members(0), hasCorosync: true, corosync: yes).isQuorate)
    #expect(!Quorum(members: try members(1), hasCorosync: true, corosync: no).isQuorate)
  }

  @Test func `without corosync's word the members are counted`() throws {
    #expect(
      Quorum(members: try members(1), hasCorosync: true, corosync: nil)
        == Quorum(isQuorate: true, votes: 2, expected: 3, needed: 2))
    #expect(
      Quorum(members: try members(nil), hasCorosync: false, corosync: nil)
        == Quorum(isQuorate: true, votes: 1, expected: 1, needed: 1))
    #expect(
      Quorum(members: try members(nil), hasCorosync: true, corosync: nil)
        == Quorum(isQuorate: false, votes: 0, expected: 1, needed: 1))
  }
}
