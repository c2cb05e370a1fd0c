namespace Descent.Distributed.Tests;

/// <summary>Every rule of the library gives the same bits on one rank and on many.</summary>
public sealed class EveryRuleTests
{
    private static readonly int[] s_ranks = [1, 2, 3, 4, 8];

    public static TheoryData<string> Rules => [.. Repository.BuiltInRules.Where(name => Find(name) is not null).Concat(Repository.RulesOfMatrices)];

    [Theory, MemberData(nameof(Rules))]
    public void Bits_are_those_of_one_rank(string name)
    {
        var type = Find(name)!;
        var isOfMatrices = Repository.RulesOfMatrices.Contains(name);
        var shapes = isOfMatrices ? Tensors<float>.Small : Tensors<float>.Large;
        Optimizer Create()
        {
            var optimizer = (Optimizer)Activator.CreateInstance(type)!;
            optimizer.Options.GradientScale = 1.0 / Rig.MicroBatches;
            optimizer.Options.Seed = 7;
            foreach (var input in optimizer.StepInputs)
            {
                input.Number = 1.5;
            }

            return optimizer;
        }

        var expected = Rig.Whole<float>(shapes, Create, steps: 2);
        foreach (var ranks in s_ranks)
        {
            Assert.All(Rig.Sharded<float>(ranks, shapes, Create, steps: 2), digest => Assert.True(expected == digest, $"{name} on {ranks} ranks: {digest}, not {expected}"));
        }
    }

    private static Type? Find(string name)
        => (typeof(Adam).Assembly.GetType("Descent." + name) ?? typeof(Matrices.Muon).Assembly.GetType("Descent.Matrices." + name)) is { } type && type.IsAssignableTo(typeof(RuleOptimizer)) && type.GetConstructor([]) is not null ? type : null;
}
