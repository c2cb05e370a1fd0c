using System.Text.Json;

namespace Descent.Tests.Oracles;

/// <summary>The comparison notices what it is there for.</summary>
public sealed class GuardTests
{
    /// <summary>Rules that are nearly, but not quite, what the library ran.</summary>
    private static readonly Dictionary<string, Mapping> Impostors = new()
    {
        ["betas swapped"] = new Mapping<Adam, AdamState>
        {
            Entries = ["adam.default"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 1],
                Beta2 = settings["betas", 0],
                Epsilon = settings["eps"],
            },
        },
        ["decay decoupled"] = new Mapping<AdamW, AdamWState>
        {
            Entries = ["adam.weight_decay"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
        },
        ["epsilon before the correction"] = new Mapping<AdamWithoutBiasCorrection, AdamWithoutBiasCorrectionState>
        {
            Entries = ["adam.big_eps"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
            },
            AtStep = (optimizer, settings, step) => optimizer.LearningRate
                = settings["lr"] * Math.Sqrt(1 - Math.Pow(optimizer.Beta2, step)) / (1 - Math.Pow(optimizer.Beta1, step)),
        },
        ["epsilon inside the root"] = new Mapping<RmsProp, RmsPropState>
        {
            Entries = ["rmsprop.default"],
            Optimizer = settings => new() { LearningRate = settings["lr"], Decay = settings["alpha"], Epsilon = settings["eps"], EpsilonPlacement = EpsilonPlacement.InsideRoot },
        },
        ["average from 0"] = new Mapping<RmsProp, RmsPropState>
        {
            Entries = ["rmsprop_tf.default"],
            Optimizer = settings =>
            {
                settings.RequireOn("lr_in_momentum");
                return new() { LearningRate = settings["lr"], Decay = settings["alpha"], Epsilon = settings["eps"], EpsilonPlacement = EpsilonPlacement.InsideRoot };
            },
        },
        ["no look-ahead"] = new Mapping<HeavyBallMomentum, HeavyBallMomentumState>
        {
            Entries = ["nesterov.default"],
            Optimizer = settings =>
            {
                settings.RequireOn("nesterov");
                return new() { LearningRate = settings["lr"], Momentum = settings["momentum"] };
            },
        },
    };

    /// <summary>One row for each impostor.</summary>
    public static TheoryData<string> ImpostorNames => new(Impostors.Keys);

    [Theory]
    [MemberData(nameof(ImpostorNames))]
    public void WrongRule_MatchesOnNoProblem(string impostor)
    {
        var mapping = Impostors[impostor];
        var entry = OracleFile.Entries[mapping.Entries[0]];

        Assert.All(entry.Runs.Keys, problem => Assert.NotEmpty(new Replay(mapping, entry, problem).CompareWeights()));
    }

    [Fact]
    public void ForgottenHyperparameter_IsNamed()
    {
        var settings = new Settings(new Dictionary<string, JsonElement>
        {
            ["lr"] = JsonSerializer.SerializeToElement(0.1),
            ["momentum"] = JsonSerializer.SerializeToElement(0),
            ["amsgrad"] = JsonSerializer.SerializeToElement(true),
        });
        _ = settings["lr"];

        var failure = Assert.ThrowsAny<Exception>(settings.RequireAllUsed);

        Assert.Contains("amsgrad = True", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("momentum", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0, 1 + 3.9e-6, true)]
    [InlineData(4, 0, 1 + 4.1e-6, false)]
    [InlineData(0, 4, 1 + 3.9e-6, true)]
    [InlineData(0, 0, 1 + 1.1e-6, false)]
    [InlineData(0, 0, double.NaN, false)]
    public void Tolerance_IsRelativeToTheLargestWeightSoFar(double start, double first, double second, bool matches)
    {
        var run = new OracleRun(1e-6, [new(1, [[first]]), new(3, [[1]])], []);

        var mismatches = Comparison.Weights([[start]], run, [[[first]], [[99]], [[second]]]);

        Assert.Equal(matches, mismatches.Count == 0);
    }

    [Fact]
    public void WeightOfScaleZero_IsExactlyZero()
    {
        var run = new OracleRun(1e-6, [new(1, [[0]])], []);

        Assert.Empty(Comparison.Weights([[0]], run, [[[-0.0]]]));
        Assert.NotEmpty(Comparison.Weights([[0]], run, [[[double.Epsilon]]]));
    }

    [Fact]
    public void Failure_NamesEverythingOneNeeds()
    {
        Mismatch[] mismatches = [new(3, "weight of tensor 1, coordinate 16", 1.5, 1.25, 2, 1e-12)];

        var failure = Assert.ThrowsAny<Exception>(() => Comparison.AssertNone("Adam, adam.big_eps on B", mismatches));

        Assert.Contains("Adam, adam.big_eps on B", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            "step 3, weight of tensor 1, coordinate 16: 1.5, expected 1.25, off by 0.25; allowed rtol 1E-12 * scale 2",
            failure.Message,
            StringComparison.Ordinal);
    }
}
