using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent.Tests.Oracles;

/// <summary>Where a rule has a counterpart in PyTorch, its defaults are PyTorch's, or its documentation says what PyTorch's are.</summary>
public sealed class PyTorchDefaultsTests
{
    private static readonly (string Name, string Value)[] s_sgd = [("LearningRate", "1e-3"), ("Momentum", "0"), ("Dampening", "0"), ("WeightDecay", "0")];

    private static readonly (string Name, string Value)[] s_rmsProp =
        [("LearningRate", "1e-2"), ("Decay", "0.99"), ("Epsilon", "1e-8"), ("Momentum", "0"), ("WeightDecay", "0")];

    private static readonly (string Name, string Value)[] s_adam =
        [("LearningRate", "1e-3"), ("Beta1", "0.9"), ("Beta2", "0.999"), ("Epsilon", "1e-8"), ("WeightDecay", "0")];

    private static readonly (string Name, string Value)[] s_nAdam = [("LearningRate", "2e-3"), ("MomentumDecay", "4e-3"), .. s_adam[1..]];

    private static readonly (string Name, string Value)[] s_rprop =
        [("InitialStep", "1e-2"), ("Decrease", "0.5"), ("Increase", "1.2"), ("MinimumStep", "1e-6"), ("MaximumStep", "50")];

    /// <summary>The defaults of <c>torch.optim</c>, under the names of the rules, of all rules that have a counterpart there.</summary>
    private static readonly Dictionary<Type, (string Name, string Value)[]> s_defaults = new()
    {
        [typeof(Sgd)] = s_sgd,
        [typeof(SgdPyTorch)] = s_sgd,
        [typeof(HeavyBallMomentum)] = s_sgd,
        [typeof(VelocityMomentum)] = s_sgd,
        [typeof(MovingAverageMomentum)] = s_sgd,
        [typeof(NesterovLookAhead)] = s_sgd,
        [typeof(NesterovRewritten)] = s_sgd,
        [typeof(LookaheadMomentum)] = s_sgd,
        [typeof(Sam)] = s_sgd,
        [typeof(RmsProp)] = s_rmsProp,
        [typeof(RmsPropWithMomentum)] = s_rmsProp,
        [typeof(CenteredRmsProp)] = s_rmsProp,
        [typeof(CenteredRmsPropWithMomentum)] = s_rmsProp,
        [typeof(AdaGrad)] =
            [("LearningRate", "1e-2"), ("LearningRateDecay", "0"), ("InitialAccumulator", "0"), ("Epsilon", "1e-10"), ("WeightDecay", "0")],
        [typeof(AdaDelta)] = [("LearningRate", "1"), ("Decay", "0.9"), ("Epsilon", "1e-6"), ("WeightDecay", "0")],
        [typeof(Adam)] = s_adam,
        [typeof(AdamWithoutBiasCorrection)] = s_adam,
        [typeof(AdamEpsilonHat)] = s_adam,
        [typeof(AdamEpsilonInside)] = s_adam,
        [typeof(AmsGrad)] = s_adam,
        [typeof(AdamW)] = [.. s_adam[..4], ("WeightDecay", "1e-2")],
        [typeof(AdaMax)] = [("LearningRate", "2e-3"), .. s_adam[1..]],
        [typeof(NAdam)] = s_nAdam,
        [typeof(NAdamWithoutSchedule)] = s_nAdam,
        [typeof(CautiousNAdamW)] = s_nAdam,
        [typeof(RAdam)] = s_adam,
        [typeof(Asgd)] = [("LearningRate", "1e-2"), ("Decay", "1e-4"), ("Power", "0.75"), ("AveragingStart", "1e6"), ("WeightDecay", "0")],
        [typeof(Rprop)] = s_rprop,
        [typeof(RpropPlus)] = s_rprop,
    };

    /// <summary>One row for each rule.</summary>
    public static TheoryData<string> Rules => [.. s_defaults.Keys.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Defaults_ArePyTorchs_OrTheDifferenceIsStated(string name)
    {
        var (rule, defaults) = s_defaults.Single(pair => pair.Key.Name == name);
        using var optimizer = (RuleOptimizer)Activator.CreateInstance(rule)!;
        var remarks = Remarks(name);
        foreach (var (property, value) in defaults)
        {
            if (rule.GetProperty(property)?.GetValue(optimizer) is double own && own != double.Parse(value, CultureInfo.InvariantCulture))
            {
                Assert.True(
                    remarks.Contains("PyTorch", StringComparison.Ordinal) && Regex.IsMatch(remarks, $@"(?<![\w.-]){Regex.Escape(value)}(?![\w-]|\.\d)"),
                    $"{name}.{property} is {own}; the remarks must say that it is {value} in PyTorch.");
            }
        }
    }

    /// <summary>What stands before the class, in one line.</summary>
    private static string Remarks(string rule)
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "runtime", "Descent", "Optimizers", rule + ".cs"))
            .TakeWhile(line => !line.StartsWith("[Optimizer", StringComparison.Ordinal))
            .SkipWhile(line => !line.Contains("<remarks>", StringComparison.Ordinal));
        return string.Join(' ', lines.Select(line => line.TrimStart('/').Trim()));
    }
}
