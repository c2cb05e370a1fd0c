using System.Numerics;
using Descent.CompilerServices;
using Descent.Cuda.Check.Bits;

namespace Descent.Cuda.Tests;

/// <summary>Every built-in rule that opted in gives on a GPU the bits that it gives on this processor.</summary>
public sealed class BuiltInRulesTests
{
    private static readonly nint[][] s_vectors = [[1], [31], [203], [0], [257]];

    /// <summary>One row, one column, both, rows and columns that no warp divides, and none of the one or the other.</summary>
    private static readonly nint[][] s_shapes = [[1], [7, 29], [203], [45, 1], [1, 1], [0], [3, 0], [0, 3], [5, 3, 11]];

    public static TheoryData<string> Rules => [.. Catalogue.Rules.Select(rule => rule.Name)];

    /// <summary>All: a rule that lost its text would not be missed otherwise.</summary>
    [Fact]
    public void Rules_ThatOptedIn() => Assert.True(Catalogue.Rules.Count == 105, $"{Catalogue.Rules.Count} rules opted in.");

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryLengthAndSetting_GivesTheSameBits(string name)
    {
        var rule = Find(name);
        foreach (var create in SettingsOf(rule))
        {
            Compare<float>(create, 0.1);
            CompareDoubles(create, 0.1);
        }

        // One value that is not finite may be all that is left of a total.
        Compare<float>(() => Catalogue.Create(rule), 0);
        CompareDoubles(() => Catalogue.Create(rule), 0);

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
        using var pair = new Pair<float>(() => Create(name), specialShare: 0);
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
        yield return () => Catalogue.Create(rule);
        foreach (var (index, hyperparameter) in Catalogue.Create(rule).Hyperparameters.Index())
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
            var optimizer = Catalogue.Create(rule);
            set(optimizer);
            return optimizer;
        }
    }

    /// <summary>Whether a rule runs there over weights of <see cref="double"/>, which those do not that take functions of each.</summary>
    internal static bool TakesDoubles(string rule) => Catalogue.TakesDoubles(Find(rule));

    internal static RuleOptimizer Create(string rule) => Catalogue.Create(Find(rule));

    private static Type Find(string rule) => Catalogue.Rules.Single(type => type.Name == rule);

    private static string Text(RuleOptimizer optimizer) => $"{optimizer.GetType().Name} {string.Join(", ", optimizer.Hyperparameters)}";
}
