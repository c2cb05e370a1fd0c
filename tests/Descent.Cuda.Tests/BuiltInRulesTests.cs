using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Cuda.Tests;

/// <summary>Every built-in rule that opted in gives on a GPU the bits that it gives on this processor.</summary>
public sealed class BuiltInRulesTests
{
    private static readonly Type[] s_rules = [.. typeof(Optimizer).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsSubclassOf(typeof(RuleOptimizer)) && !RuleAccess.Of(Create(type)).CudaText.IsEmpty)
        .OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static readonly nint[][] s_vectors = [[1], [31], [203], [0], [257]];

    /// <summary>One row, one column, both, rows and columns that no warp divides, and none of the one or the other.</summary>
    private static readonly nint[][] s_shapes = [[1], [7, 29], [203], [45, 1], [1, 1], [0], [3, 0], [0, 3], [5, 3, 11]];

    public static TheoryData<string> Rules => [.. s_rules.Select(rule => rule.Name)];

    /// <summary>All: a rule that lost its text would not be missed otherwise.</summary>
    [Fact]
    public void Rules_ThatOptedIn() => Assert.True(s_rules.Length == 105, $"{s_rules.Length} rules opted in.");

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryLengthAndSetting_GivesTheSameBits(string name)
    {
        var rule = Array.Find(s_rules, rule => rule.Name == name)!;
        foreach (var create in SettingsOf(rule))
        {
            Compare<float>(create, 0.1);
            CompareDoubles(create, 0.1);
        }

        // One value that is not finite may be all that is left of a total.
        Compare<float>(() => Create(rule), 0);
        CompareDoubles(() => Create(rule), 0);

        void CompareDoubles(Func<RuleOptimizer> create, double specialShare)
        {
            if (TakesDoubles(name))
            {
                Compare<double>(create, specialShare);
            }
        }
    }

    /// <summary>Totals of more than one chunk, and of several tensors.</summary>
    [Theory]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(CautiousAdamW))]
    [InlineData(nameof(Prodigy))]
    public void Totals_OfSeveralChunks(string name)
    {
        using var pair = new Pair<float>(() => Create(Array.Find(s_rules, rule => rule.Name == name)!), specialShare: 0);
        pair.Add("large", (2 * 8192) + 700).Add("small", 10);
        pair.Step();
        pair.Step();
        pair.AssertSame(name);
    }

    private static void Compare<T>(Func<RuleOptimizer> create, double specialShare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        using var pair = new Pair<T>(create, specialShare: specialShare);
        var ofMatrices = RuleAccess.Of(pair.There).Schema!.IsOfMatrices;
        foreach (var shape in ofMatrices ? s_shapes : s_vectors)
        {
            pair.Add($"tensor{string.Join('x', shape)}", shape);
        }


        for (var step = 1; step <= 4; step++)
        {
            pair.Step();
            pair.AssertSame($"{typeof(T).Name}, {specialShare} special, {Text(pair.Here)}, step {step}");
        }

        pair.Here.Evaluate();
        pair.There.Evaluate();
        pair.AssertSame($"{typeof(T).Name}, evaluating");
        Assert.All(pair.Driver.Launches.Where(launch => !ofMatrices && IsLoop(launch.Name)), launch => Assert.Equal(4u, launch.Blocks));
        static bool IsLoop(string name) => Enum.GetNames<RuleMethod>().Any(method => name.StartsWith(method + "_", StringComparison.Ordinal)) && !name.Contains("_Scalars_", StringComparison.Ordinal) && !name.Contains("_Each", StringComparison.Ordinal);
    }

    /// <summary>The rule as it is, and with each choice that it has set otherwise, so that each of its loops runs.</summary>
    private static IEnumerable<Func<RuleOptimizer>> SettingsOf(Type rule)
    {
        yield return () => Create(rule);
        foreach (var (index, hyperparameter) in Create(rule).Hyperparameters.Index())
        {
            if (hyperparameter.Schema.IsReadOnly)
            {
                continue;
            }

            foreach (var choice in hyperparameter.Schema.Choices.Where(choice => !choice.Equals(hyperparameter.Value)))
            {
                yield return () => With(optimizer => optimizer.Hyperparameters[index].Value = choice);
            }

            if (hyperparameter.Schema.Role == HyperparameterRole.WeightDecay || (hyperparameter.Schema.ValueType == typeof(double) && hyperparameter.Number == 0 && !(hyperparameter.Schema.Max < 0.01)))
            {
                yield return () => With(optimizer => optimizer.Hyperparameters[index].Number = 0.01);
            }
        }

        RuleOptimizer With(Action<RuleOptimizer> set)
        {
            var optimizer = Create(rule);
            set(optimizer);
            return optimizer;
        }
    }

    /// <summary>Whether a rule runs there over weights of <see cref="double"/>, which those do not that take functions of each.</summary>
    internal static bool TakesDoubles(string rule) => RuleAccess.Of(Create(rule)).CudaFunctions.Length == 0;

    internal static RuleOptimizer Create(string rule) => Create(Array.Find(s_rules, type => type.Name == rule)!);

    private static RuleOptimizer Create(Type rule) => (RuleOptimizer)Activator.CreateInstance(rule)!;

    private static string Text(RuleOptimizer optimizer) => $"{optimizer.GetType().Name} {string.Join(", ", optimizer.Hyperparameters)}";
}
