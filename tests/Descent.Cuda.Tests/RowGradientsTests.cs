using System.Numerics;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Steps of some rows on a device leave the bits that they leave here, in the rows that are given and in those that are not.</summary>
public sealed class RowGradientsTests
{
    /// <summary>Rows that fill vectors and such that do not, of one value and of several chunks, and dimensions beyond the second.</summary>
    private static readonly nint[][] s_shapes = [[40, 32], [57, 1], [23, 15], [9, 3, 5], [5, 8200], [3, 0]];

    public static TheoryData<string> Rules => BuiltInRulesTests.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public void EachRule_StepsTheRows(string rule)
    {
        Compare<float>(rule);
        if (rule is nameof(AdamW) or nameof(AdamMini))
        {
            Compare<double>(rule);
        }
    }

    /// <summary>Rows of many chunks are clipped by the norm that all gradients have here; tensors of other rows, of none, and with all gradients take part.</summary>
    [Theory]
    [InlineData(nameof(AdamW), 45, 2)]
    [InlineData(nameof(AdamW), 48, 3)]
    [InlineData(nameof(AdamMini), 1, 2)]
    [InlineData(nameof(Sgd), 700, 2)]
    [InlineData(nameof(Sgd), 9000, 2)]
    public void Norms_AndWhatIsBesideTheRule(string rule, int columns, double order)
    {
        using var pair = new RowPair<float, float>(() => With(rule, options =>
        {
            (options.MaximumGradientNorm, options.GradientNormOrder, options.GradientScale) = (1, order, 0.5);
            (options.Maximize, options.ClearGradientsAfterStep, options.NonFiniteGradients) = (true, true, NonFiniteGradients.Throw);
        }));
        // Of rows of one value, each of which takes a warp of the machine, half as many are several chunks as well.
        var rows = (columns == 1 ? 20_000 : 40_000) / columns;
        pair.Add("table", rows, columns).Add("other", 30, 10).Add("none", 8, 4).AddWhole("whole", 9000).Freeze("frozen", 6, 5);
        foreach (var share in (double[])[0.01, 0.4, 0, 0.9, 1])
        {
            pair.SetGradients(share, ("none", []));
            var (here, there) = pair.Step();
            Assert.Equal(here, there);
            Assert.True(here.GradientNorm > 0);
            pair.AssertSame($"{share} of the rows");
            Assert.All(pair.There.Parameters.SelectMany(parameter => parameter.Gradients.ToArray<float>()), gradient => Assert.Equal(0, gradient));
        }
    }

    /// <summary>Squares that overflow or vanish, in each type of gradients.</summary>
    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    public void NormsOfRatios(double scale)
    {
        Compare<float, float>();
        Compare<float, Half>();
        Compare<double, double>();

        void Compare<TWeight, TGradient>()
            where TWeight : unmanaged, IBinaryFloatingPointIeee754<TWeight>
            where TGradient : unmanaged, IBinaryFloatingPointIeee754<TGradient>
        {
            var power = typeof(TGradient) == typeof(double) ? Math.Pow(scale, 6) : typeof(TGradient) == typeof(Half) ? Math.Pow(scale, 0.1) : scale;
            using var pair = new RowPair<TWeight, TGradient>(() => With(nameof(Sgd), options => options.MaximumGradientNorm = 1), power);
            pair.Add("table", 300, 100);
            pair.SetGradients(0.2);
            var (here, there) = pair.Step();
            Assert.Equal(here, there);
            pair.AssertSame("one step");
        }
    }

    [Theory]
    [InlineData(NonFiniteGradients.SkipStep)]
    [InlineData(NonFiniteGradients.Throw)]
    public void GradientsThatAreNotFinite(NonFiniteGradients policy)
    {
        using var pair = new RowPair<float, float>(() => With(nameof(AdamMini), options => options.NonFiniteGradients = policy));
        pair.Add("first", 20, 30).Add("table", 900, 30);
        pair.SetGradients(0.3);
        Assert.Equal(pair.Here.Step(), pair.There.Step());
        pair.SetGradients(0.3);
        pair.Spoil("table", 77);
        if (policy == NonFiniteGradients.Throw)
        {
            Assert.Equal(Assert.Throws<NonFiniteGradientException>(() => pair.Here.Step()).Message, Assert.Throws<NonFiniteGradientException>(() => pair.There.Step()).Message);
        }
        else
        {
            var (here, there) = pair.Step();
            Assert.Equal((here.NonFiniteIndex, here.NonFiniteParameter!.Name), (there.NonFiniteIndex, there.NonFiniteParameter!.Name));
            Assert.Equal((77, "table"), (there.NonFiniteIndex, there.NonFiniteParameter.Name));
        }

        pair.AssertSame("the step that was left out");
        pair.SetGradients(0.3);
        Assert.Equal(pair.Here.Step(), pair.There.Step());
        pair.AssertSame("the next step");
    }

    /// <summary>Weights and states of 16 bits, rounded by chance, with what is kept beside them, and random values.</summary>
    [Theory]
    [InlineData(nameof(AdamW), WeightPrecision.Nearest, false)]
    [InlineData(nameof(AdamW), WeightPrecision.Stochastic, true)]
    [InlineData(nameof(AdamMini), WeightPrecision.Master, false)]
    [InlineData(nameof(Sgld), WeightPrecision.SplitMaster, false)]
    [InlineData(nameof(Sgld), WeightPrecision.Compensated, true)]
    public void Storages(string rule, WeightPrecision precision, bool byChance)
    {
        using var pair = new RowPair<BFloat16, Half>(() =>
        {
            var optimizer = With(rule, options => options.Seed = 5);
            (optimizer.Storage.Weights, optimizer.Storage.States, optimizer.Storage.RoundsStatesByChance) = (precision, StateStorage.BFloat16, byChance);
            return optimizer;
        });
        pair.Add("table", 300, 30).Add("large", 40, 520);
        for (var step = 1; step <= 3; step++)
        {
            pair.SetGradients(0.3);
            Assert.Equal(pair.Here.Step(), pair.There.Step());
            pair.AssertSame($"step {step}");
        }
    }

    [Fact]
    public void StatesOfBlocks_AreRefusedAsHere()
    {
        using var pair = new RowPair<float, float>(() => new Adam { Storage = { States = StateStorage.Blocks8 } });
        pair.AddWhole("table", 100, 64);

        string[] refusals = [.. new[] { pair.Here, pair.There }.Select(optimizer => Assert.Throws<NotSupportedException>(() => optimizer.Parameters[0].BindGradients<float>(Memory<float>.Empty, Array.Empty<int>())).Message)];

        Assert.Equal(refusals[0], refusals[1]);
        Assert.Contains("in blocks, of which rows are parts", refusals[1], StringComparison.Ordinal);
    }

    /// <summary>A step has as many launches for many rows as for one.</summary>
    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(AdamMini))]
    public void Launches_AreThoseOfOneRow(string rule)
    {
        using var pair = new RowPair<float, float>(() => With(rule, options => options.MaximumGradientNorm = 1));
        pair.Add("table", 500, 30).Add("other", 400, 12);
        List<int> counts = [];
        foreach (var share in (double[])[1.0, 0.3, 0.7, 0.01])
        {
            pair.SetGradients(share);
            pair.Driver.Launches.Clear();
            pair.Step();
            counts.Add(pair.Driver.Launches.Count);
        }

        Assert.Equal(counts[0], Assert.Single(counts.Distinct()));
    }

    /// <summary>The cost goes with the rows: as many blocks of threads as there are runs of rows.</summary>
    [Fact]
    public void Blocks_GoWithTheRows()
    {
        using var pair = new RowPair<float, float>(() => With(nameof(AdamMini), options => options.MaximumGradientNorm = 1));
        pair.Add("table", 5000, 600);
        pair.SetRows("table", [3, 700, 701, 4000]);
        pair.Driver.Launches.Clear();
        pair.Step();

        pair.AssertSame("four rows");
        Assert.All(pair.Driver.Launches, launch => Assert.True(launch.Blocks <= 4 || launch.Blocks == ((5000 * 600 / 8192) + 256) / 256, launch.ToString()));
    }

    [Fact]
    public void BadRows_AreRefused_BeforeAnythingIsWritten()
    {
        using var pair = new RowPair<float, float>(() => new Adam());
        pair.Add("table", 5, 4).AddWhole("whole", 10);
        int[] rows = [1, 3];
        pair.SetRows("table", rows);
        var launches = pair.Driver.Launches.Count;
        foreach (var (place, row) in new[] { (1, 1), (1, 0), (1, 5), (0, -1) })
        {
            (rows[0], rows[1]) = (1, 3);
            rows[place] = row;
            Assert.Equal(Assert.Throws<InvalidOperationException>(() => pair.Here.Step()).Message, Assert.Throws<InvalidOperationException>(() => pair.There.Step()).Message);
            Assert.Throws<ArgumentException>(() => pair.There.Parameters[0].BindGradients(pair.Device.Allocate<float>(8).Memory, rows));
        }

        Assert.Equal((launches, 0, 0), (pair.Driver.Launches.Count, pair.There.Parameters[0].StepCount, pair.There.Parameters[1].StepCount));
        (rows[0], rows[1]) = (0, 4);
        pair.Step();
        pair.AssertSame("after the refusals");
    }

    /// <summary>Rows on a device, beside a tensor here, in a group; saved there and gone on with here.</summary>
    [Fact]
    public void GroupsAndCheckpoints()
    {
        using var pair = new RowPair<float, float>(() => new AdamMini());
        pair.Add("table", 50, 7);
        using var first = new OptimizerGroup(pair.Here, BesideIt()) { Options = { MaximumGradientNorm = 0.5 } };
        using var second = new OptimizerGroup(pair.There, BesideIt()) { Options = { MaximumGradientNorm = 0.5 } };
        for (var step = 1; step <= 3; step++)
        {
            pair.SetGradients(0.4);
            Assert.Equal(first.Step(), second.Step());
            pair.AssertSame($"step {step}");
        }

        Assert.Equal(first.Optimizers[1].Parameters[0].Weights.ToArray<float>(), second.Optimizers[1].Parameters[0].Weights.ToArray<float>());
        var saved = new MemoryStream();
        second.Save(saved);
        saved.Position = 0;
        first.Load(saved);
        pair.SetGradients(0.4);
        Assert.Equal(first.Step(), second.Step());
        pair.AssertSame("after it was loaded");

        static Sgd BesideIt()
        {
            var sgd = new Sgd();
            sgd.Add("beside", new float[20], [.. Enumerable.Range(0, 20).Select(index => index - 7f)]);
            return sgd;
        }
    }

    /// <summary>Where this processor computes what follows from the totals of rows: the tensors lie on two devices.</summary>
    [Fact]
    public void RowsOnTwoDevices()
    {
        using var pair = new RowPair<float, float>(() => new AdamMini());
        using var another = new CudaDevice(new MachineDriver(), 0, 0);
        using var before = another.Allocate<float>(100_000);
        pair.Add("table", 50, 7);
        pair.AddOn(another, "beside", 60, 12);
        for (var step = 1; step <= 3; step++)
        {
            pair.SetGradients(0.4);
            Assert.Equal(pair.Here.Step(), pair.There.Step());
            pair.AssertSame($"step {step}");
        }
    }

    /// <summary>A graph has as many blocks as rows were given, and is captured anew for others.</summary>
    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(AdamMini))]
    public void Graphs(string rule)
    {
        using var pair = new RowPair<float, float>(() => With(rule, options => options.MaximumGradientNorm = 1));
        pair.Add("table", 50, 12);
        using var graph = pair.There.Capture(pair.Device.WrapStream(7));
        foreach (var rows in (int[][])[[1, 5, 9], [0, 2, 49], [3, 7], [1, 5, 9], []])
        {
            pair.SetRows("table", rows);
            Assert.Equal(pair.Here.Step(), graph.Step().Wait());
            pair.AssertSame(string.Join(", ", rows));
        }
    }

    private static void Compare<T>(string rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var pair = new RowPair<T, T>(() => BuiltInRulesTests.Create(rule));
        try
        {
            foreach (var (index, shape) in s_shapes.Index())
            {
                pair.Add($"tensor {index}", shape);
            }
        }
        catch (NotSupportedException refusal)
        {
            Assert.StartsWith($"{rule} cannot be stepped in some rows of a parameter, because it ", refusal.Message, StringComparison.Ordinal);
            return;
        }

        foreach (var share in (double[])[0.3, 0.7, 0.1])
        {
            pair.SetGradients(share);
            Assert.Equal(pair.Here.Step(), pair.There.Step());
            pair.AssertSame($"{share} of the rows");
        }
    }

    private static RuleOptimizer With(string rule, Action<OptimizerOptions> set)
    {
        var optimizer = BuiltInRulesTests.Create(rule);
        set(optimizer.Options);
        return optimizer;
    }
}
