import Planning

/// `herdmon --rolling`: the headless rolling update and restart.
enum RollingCommand {
  /// - Parameter signed: the plan that it must keep to, if one was signed off.
  static func run(_ options: CommonOptions, signed: SignedPlan? = nil) async throws -> ExitCode {
    guard !options.readOnly else { throw ReadOnlyRefusal() }
    if options.demo, options.speed == .max { return try VirtualDemo.run(options, signed: signed) }
    let access = try await ClusterAccess.open(options)
    let (session, _) = try await RunSession.prepare(scope: .rolling, access: access, options: options, signed: signed)
    return await HeadlessRun(options: options, zone: access.zone).carryOut(session)
  }
}

/// A run was asked for together with `--read-only`.
struct ReadOnlyRefusal: ExitCoded, CustomStringConvertible {
  var exitCode: ExitCode { .refused }
  var description: String { "--read-only was given; nothing is started" }
}
