using Descent.Tests.Oracles.Mappings;

namespace Descent.Tests.Oracles;

/// <summary>Every built-in rule gives the numbers that established libraries give, in double (A, B, C) and in float (B32).</summary>
public sealed class ParityTests
{
    /// <summary>Every rule and how it is set up.</summary>
    internal static readonly Mapping[] Mappings =
    [
        .. SgdMappings.All, .. MomentumMappings.All, .. SignMappings.All, .. FtrlMappings.All, .. AdaptiveMappings.All, .. AdamMappings.All,
        .. AdamVariantMappings.All, .. GradientDifferenceMappings.All, .. LayerWiseMappings.All, .. FactoredMappings.All,
        .. ParameterFreeMappings.All, .. ScheduleFreeMappings.All, .. SophiaMappings.All, .. WrapperMappings.All,
    ];

    /// <summary>One row for each rule, entry and problem.</summary>
    public static TheoryData<string, string, string> Runs => Rows(_ => true);

    /// <summary>The rows whose run has the weights at which the model is evaluated.</summary>
    public static TheoryData<string, string, string> RunsWithEvaluation => Rows(run => run.Evaluated.Count > 0);

    /// <summary>The rows whose run has the library's final state.</summary>
    public static TheoryData<string, string, string> RunsWithState => Rows(run => run.FinalState.Count > 0);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Weights_AreThoseOfTheLibrary(string rule, string entry, string problem)
        => Comparison.AssertNone($"{rule}, {entry} on {problem}", ReplayOf(rule, entry, problem).CompareWeights());

    [Theory]
    [MemberData(nameof(RunsWithState))]
    public void FinalState_IsThatOfTheLibrary(string rule, string entry, string problem)
        => Comparison.AssertNone($"{rule}, {entry} on {problem}", ReplayOf(rule, entry, problem).CompareFinalState());

    [Theory]
    [MemberData(nameof(RunsWithEvaluation))]
    public void EvaluatedWeights_AreThoseOfTheLibrary(string rule, string entry, string problem)
        => Comparison.AssertNone($"{rule}, {entry} on {problem}, evaluated", ReplayOf(rule, entry, problem).CompareEvaluatedWeights());

    private static Replay ReplayOf(string rule, string entry, string problem) => new(
        Mappings.Single(mapping => mapping.ToString() == rule && mapping.Entries.Contains(entry) && (mapping.Problems?.Contains(problem) ?? true)), OracleFile.Entries[entry], problem);

    private static TheoryData<string, string, string> Rows(Func<OracleRun, bool> includes)
    {
        TheoryData<string, string, string> rows = [];
        foreach (var mapping in Mappings)
        {
            foreach (var entry in mapping.Entries)
            {
                var runs = OracleFile.Entries[entry].Runs.Where(run => mapping.Problems?.Contains(run.Key) ?? true);
                foreach (var (problem, _) in runs.Where(run => includes(run.Value)))
                {
                    rows.Add(mapping.ToString(), entry, problem);
                }
            }
        }

        return rows;
    }
}
