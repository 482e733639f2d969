import Testing

@testable import SSH

@Suite struct LoginPlanTests {
  @Test func `configured files come before the agent`() {
    let plan = LoginPlan(
      files: [.success(file("a")), .success(file("b"))], areConfigured: true, agent: [identity(1)], canSignRSA: false)
    #expect(plan.offers == [.file(file("a")), .file(file("b")), .agent(identity(1))])
  }

  @Test func `the agent comes before the usual files, and leaves them their tries`() {
    let agent = (1...6).map { identity($0) }
    let plan = LoginPlan(files: [.success(file("a"))], areConfigured: false, agent: agent, canSignRSA: false)
    #expect(
      plan.offers == [.agent(agent[0]), .agent(agent[1]), .agent(agent[2]), .file(file("a")), .agent(agent[3])])
  }

  @Test func `the agent stands in for a configured key that is locked`() {
    let locked = KeyFile.Problem(path: "a", reason: "locked", remedy: "", publicBlob: identity(2).blob)
    let plan = LoginPlan(
      files: [.failure(locked)], areConfigured: true, agent: [identity(1), identity(2)], canSignRSA: false)
    #expect(plan.offers == [.agent(identity(2)), .agent(identity(1))])
    #expect(plan.problems.isEmpty)
  }

  @Test func `usual files that are missing are no problem, configured ones are`() {
    let missing = KeyFile.Problem(path: "a", reason: "does not exist", remedy: "", isMissing: true)
    func problems(_ areConfigured: Bool) -> [KeyFile.Problem] {
      LoginPlan(files: [.failure(missing)], areConfigured: areConfigured, agent: [], canSignRSA: false).problems
    }
    #expect(problems(false).isEmpty)
    #expect(problems(true) == [missing])
  }

  @Test func `keys that can't sign here are not offered`() {
    let agent = [identity(1, "ssh-rsa"), identity(2, "sk-ssh-ed25519@openssh.com"), identity(3, "ssh-dss")]
    func offers(_ canSignRSA: Bool) -> [LoginPlan.Offer] {
      LoginPlan(files: [], areConfigured: false, agent: agent, canSignRSA: canSignRSA).offers
    }
    #expect(offers(false).isEmpty)
    let plan = LoginPlan(files: [], areConfigured: false, agent: agent, canSignRSA: false)
    #expect(plan.unusableTypes == ["ssh-rsa", "sk-ssh-ed25519@openssh.com", "ssh-dss"])
    #expect(offers(true) == [.agent(agent[0])])
  }

  private func file(_ path: String) -> KeyFile { KeyFile(path: path, bytes: [], publicBlob: nil) }

  private func identity(_ number: Int, _ type: String = "ssh-ed25519") -> AgentIdentity {
    var blob: [UInt8] = []
    blob.append(sshBytes: Array(type.utf8))
    blob.append(UInt8(number))
    return AgentIdentity(blob: blob)
  }
}
