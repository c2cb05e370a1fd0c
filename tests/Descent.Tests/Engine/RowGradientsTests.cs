using System.Numerics;
using Descent.Testing.Comparing;
using Descent.Tests.Strictness;

namespace Descent.Tests.Engine;

/// <summary>A step of some rows is that of all for these rows, bit by bit, and the others keep what they have.</summary>
public sealed class RowGradientsTests
{
    public static TheoryData<string> Rules => [.. Repository.BuiltInRules, nameof(CountingRows)];

    /// <summary>Rows that fill vectors and such that do not, of one value and of several chunks, and dimensions beyond the second.</summary>
    private static readonly nint[][] s_shapes = [[40, 33], [57, 1], [23, 16], [50, 3], [9, 3, 5], [5, 8200], [7, 0]];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rows_AreThoseOfTheStepOfAll(string name)
    {
        using var optimizer = Create(name);
        try
        {
            var parameter = optimizer.Add("weights", new double[4], new double[4], shape: [2, 2]);
            parameter.BindGradients(new double[2], [1]);
        }
        catch (NotSupportedException refusal)
        {
            Assert.StartsWith($"{name} cannot be stepped in some rows of a parameter, because it ", refusal.Message, StringComparison.Ordinal);
            return;
        }

        foreach (var shape in s_shapes)
        {
            Compare<float>(name, shape);
            Compare<double>(name, shape);
        }
    }

    [Theory]
    [InlineData(nameof(Lamb), "reduces over the whole tensor")]
    [InlineData(nameof(AdamPByRows), "reduces over the whole tensor")]
    [InlineData(nameof(Adafactor), "keeps ColumnMoment for each column")]
    [InlineData(nameof(Prodigy), "keeps Distance for the whole optimizer")]
    [InlineData(nameof(Adai), "reduces over all parameters")]
    [InlineData(nameof(NesterovLookAhead), "moves all weights")]
    [InlineData(nameof(Sam), "moves all weights")]
    public void Rules_WhoseRowsKnowOfOthers_Refuse(string name, string reason)
    {
        var parameter = Create(name).Add("w", new double[6], new double[6], shape: [3, 2]);
        Assert.Contains(reason, Assert.Throws<NotSupportedException>(() => parameter.BindGradients(new double[2], [1])).Message, StringComparison.Ordinal);
        Assert.Null(parameter.GradientRows);
    }

    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(NAdam))]
    [InlineData(nameof(AdamMini))]
    [InlineData(nameof(ScheduleFreeAdamW))]
    [InlineData(nameof(CountingRows))]
    public void Rules_WhoseRowsStandAlone_DoNot(string name)
    {
        var parameter = Create(name).Add("w", new double[6], shape: [3, 2]);
        parameter.BindGradients(new double[2], [1]);
        Assert.Equal((true, 1), (parameter.HasGradients, parameter.GradientRows!.Value.Length));
    }

    private static void Compare<T>(string name, nint[] shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (rows, columns) = ((int)shape[0], (int)shape[1..].Aggregate((first, second) => first * second));
        var given = Cases.Draw<T>("", 7, rows * columns, SpecialValues.UsualShare, steps: 5) with { Shape = shape };
        using var some = new TensorRun<T>(Create(name), given);
        using var all = new TensorRun<T>(Create(name), given);
        var random = new Random(3);
        foreach (var (step, gradients) in given.Gradients.Index())
        {
            int[] list = [.. Enumerable.Range(0, rows).Where(_ => random.NextDouble() < step * 0.3)];
            some.Bind(Spread(gradients, list, rows, columns));
            some.Parameter.BindGradients<T>([.. list.SelectMany(row => gradients.Skip(row * columns).Take(columns))], list);
            Assert.Equal(1, some.Optimizer.Step().Updated);
            StepAll(all, Spread(gradients, list, rows, columns), list, columns);
            AssertEqual(all.Now, some.Now);
        }

        some.Optimizer.Evaluate();
        all.Optimizer.Evaluate();
        AssertEqual(all.Now, some.Now);
    }

    /// <summary>Several threads and tensors, with everything beside the rule, and a plan that outlives lists of every length.</summary>
    [Theory]
    [InlineData(nameof(AdamW), 45, 2)]
    [InlineData(nameof(AdamW), 48, 1)]
    [InlineData(nameof(AdamMini), 45, 3)]
    [InlineData(nameof(AdamMini), 7, double.PositiveInfinity)]
    [InlineData(nameof(Sgd), 1, 2)]
    public void Threads_Clipping_AndGroups_AreAsOfAll(string name, int columns, double order)
    {
        const int Rows = 3000;
        var random = new Random(11);
        var some = Make(out var someTable, out _);
        var all = Make(out var allTable, out var allGradients);
        for (var step = 1; step <= 6; step++)
        {
            var share = step == 5 ? 1 : random.NextDouble() * random.NextDouble();
            int[] list = [.. Enumerable.Range(0, Rows).Where(_ => random.NextDouble() < share)];
            var gradients = Draw(list.Length * columns);
            someTable.BindGradients(gradients.ToArray(), list);
            if (step == 3)
            {
                gradients = new float[Rows * columns];
                list = [.. Enumerable.Range(0, Rows)];
                someTable.BindGradients(new float[Rows * columns]);
            }

            for (var index = 0; index < list.Length; index++)
            {
                gradients.AsSpan(index * columns, columns).CopyTo(allGradients.AsSpan(list[index] * columns));
            }

            var before = new Snapshot<float>((RuleOptimizer)all.Optimizers[0], allTable);
            var (ofSome, ofAll) = (some.Step(), all.Step());
            Keep(before, (RuleOptimizer)all.Optimizers[0], allTable, list, columns);
            Assert.Equal(ofAll, ofSome);
            Assert.Equal(step == 3, ofSome.GradientNorm == 0);
            Assert.All(allGradients, gradient => Assert.Equal(0, gradient));
            Assert.All(someTable.Gradients.ToArray<float>(), gradient => Assert.Equal(0, gradient));
        }

        foreach (var (expected, actual) in all.Parameters.Zip(some.Parameters))
        {
            Assert.Equal(expected.Weights.ToArray<float>(), actual.Weights.ToArray<float>());
            Assert.All(expected.States.Zip(actual.States), pair => Assert.Equal(pair.First.ToArray<double>(), pair.Second.ToArray<double>()));
        }

        OptimizerGroup Make(out Parameter table, out float[] gradients)
        {
            var first = Create(name);
            var drawn = new Random(2);
            gradients = new float[Rows * columns];
            table = first.Add("table", Enumerable.Range(0, Rows * columns).Select(_ => drawn.NextSingle()).ToArray(), gradients, shape: [Rows, columns]);
            var other = new Sgd();
            other.Add("large", new float[70_000], Enumerable.Range(0, 70_000).Select(_ => drawn.NextSingle()).ToArray()).LearningRateScale = 0.5;
            return new(first, other)
            {
                Options =
                {
                    MaxDegreeOfParallelism = 4, MaximumGradientNorm = 1, GradientNormOrder = order, GradientScale = 0.5, Maximize = true,
                    ClearGradientsAfterStep = true, NonFiniteGradients = NonFiniteGradients.Throw,
                },
            };
        }

        float[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }

    [Fact]
    public void BadRows_AreRefused_BeforeAnythingIsWritten()
    {
        double[] weights = [1, 2, 3, 4, 5, 6], other = [1];
        using var optimizer = new Adam();
        var first = optimizer.Add("other", other, [1.0]);
        var parameter = optimizer.Add("w", weights, shape: [3, 2]);
        Assert.Contains("row 0 follows row 2", Refused([2, 0], 4), StringComparison.Ordinal);
        Assert.Contains("row 1 follows row 1", Refused([1, 1], 4), StringComparison.Ordinal);
        Assert.Contains("has 3 rows, and no row 3", Refused([1, 3], 4), StringComparison.Ordinal);
        Assert.Contains("no row -1", Refused([-1, 1], 4), StringComparison.Ordinal);
        Assert.Contains("have 4 gradients, 2 each, but 3 were given", Refused([0, 1], 3), StringComparison.Ordinal);
        Assert.Contains("have 4 gradients, 2 each, but 0 were given", Refused([0, 1], 0), StringComparison.Ordinal);
        Assert.Contains("has one dimension", Assert.Throws<ArgumentException>(() => first.BindGradients(new double[1], [0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => parameter.BindGradients(new float[2], [0]));
        Assert.Throws<ArgumentException>(() => parameter.BindGradients<double>(weights.AsMemory(2, 2), (int[])[0]));
        Assert.Equal((false, null), (parameter.HasGradients, parameter.GradientRows));

        int[] rows = [0, 2];
        parameter.BindGradients([1.0, 1, 1, 1], rows);
        rows[1] = 0;
        Assert.Contains("row 0 follows row 0", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
        rows[1] = 3;
        Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        Assert.Equal([1, 2, 3, 4, 5, 6], weights);
        Assert.Equal((1, 0, 0), (other[0], first.StepCount, parameter.StepCount));
        rows[1] = 1;
        optimizer.Step();
        Assert.Equal([5, 6], weights[4..]);
        Assert.Equal((1, 1), (first.StepCount, parameter.StepCount));

        string Refused(int[] list, int gradients)
            => Assert.Throws<ArgumentException>(() => parameter.BindGradients(new double[gradients], list)).Message;
    }

    [Fact]
    public void BadGradients_AreFound_AndStatisticsRefused()
    {
        float[] weights = [1, 2, 3, 4, 5, 6];
        using var optimizer = new Sgd { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        var parameter = optimizer.Add("w", weights, shape: [3, 2]);
        parameter.BindGradients([1, 1, 1, float.NaN], [0, 2]);
        Assert.Equal((true, 3), (optimizer.Step().IsSkipped, optimizer.Step().NonFiniteIndex));
        optimizer.Options.NonFiniteGradients = NonFiniteGradients.Throw;
        Assert.Throws<NonFiniteGradientException>(() => optimizer.Step());
        parameter.BindGradients([1f, 1], [1]);
        optimizer.Options.CollectStatistics = true;
        Assert.Contains("'w' has gradients of some rows", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 2, 3, 4, 5, 6], weights);
        parameter.IsFrozen = true;
        Assert.Equal(1, optimizer.Step().Frozen);
        parameter.IsFrozen = false;
        parameter.BindGradients(new float[6]);
        Assert.Null(parameter.GradientRows);
        optimizer.Step();
        Assert.NotNull(parameter.Statistics);
        parameter.BindGradients((ReadOnlyMemory<float>)new float[2], (int[])[1]);
        optimizer.Options.CollectStatistics = false;
        optimizer.Options.ClearGradientsAfterStep = true;
        Assert.Contains("read-only", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_OfEveryNumber_AllocateNothing()
    {
        var gradients = new float[100 * 20];
        int[] rows = [.. Enumerable.Range(0, 100)];
        using var optimizer = new Adam { Options = { MaximumGradientNorm = 1 } };
        var parameter = optimizer.Add("w", new float[100 * 20], shape: [100, 20]);
        for (var count = 97; count < 99; count++)
        {
            parameter.BindGradients<float>(gradients.AsMemory(0, count * 20), rows.AsMemory(0, count));
            optimizer.Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 50; count++)
        {
            parameter.BindGradients<float>(gradients.AsMemory(0, count * 20), rows.AsMemory(0, count));
            optimizer.Step();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(52, parameter.StepCount);
    }

    private static RuleOptimizer Create(string name) => name == nameof(CountingRows) ? new CountingRows() : BuiltInBatteries.Creating(name)();

    private static T[] Spread<T>(T[] gradients, int[] list, int rows, int columns)
        where T : struct
    {
        var spread = new T[rows * columns];
        foreach (var row in list)
        {
            gradients.AsSpan(row * columns, columns).CopyTo(spread.AsSpan(row * columns));
        }

        return spread;
    }

    private static void StepAll<T>(TensorRun<T> run, T[] gradients, int[] list, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var before = run.Now;
        run.Step(gradients);
        Keep(before, run.Optimizer, run.Parameter, list, columns);
    }

    /// <summary>Gives the rows that are not in the list what they had.</summary>
    private static void Keep<T>(Snapshot<T> before, RuleOptimizer optimizer, Parameter parameter, int[] list, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var after = new Snapshot<T>(optimizer, parameter);
        foreach (var row in Enumerable.Range(0, (int)parameter.Shape[0]).Except(list))
        {
            foreach (var ((_, values), (_, now)) in before.PerWeight.Zip(after.PerWeight))
            {
                values.AsSpan(row * columns, columns).CopyTo(now.AsSpan(row * columns));
            }

            foreach (var (state, ((_, values), (_, now))) in RuleMembers.Others(optimizer, parameter).Zip(before.Others.Zip(after.Others)))
            {
                if (state.Schema.Per == Per.Row)
                {
                    now[row] = values[row];
                }
            }
        }

        after.RestoreTo(optimizer, parameter);
    }

    private static void AssertEqual<T>(Snapshot<T> expected, Snapshot<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (before, now) in expected.PerWeight.Zip(actual.PerWeight))
        {
            Assert.True(Bits.FirstDifference<T>(before.Values, now.Values, 0) < 0, before.Name);
        }

        foreach (var (before, now) in expected.Others.Zip(actual.Others))
        {
            Assert.True(Bits.FirstDifference<double>(before.Values, now.Values, 0) < 0, before.Name);
        }
    }
}

/// <summary>Counts the steps of each row, and has a value of the tensor that depends on the step alone.</summary>
[Optimizer]
internal sealed partial class CountingRows
{
    [Hyperparameter(0.1, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double velocity,
        [State(Per = Per.Row)] ref double given,
        [State(Per = Per.Row)] ref double largest,
        [State(Per = Per.Tensor, Initial = 1)] ref double product,
        [Step] int t)
    {
        given += 1;
        product *= 0.5;
        largest = Math.Max(largest, Reduce.Max(Math.Abs(gradient), Per.Row));
        velocity = 0.5 * velocity + gradient;
        weight -= LearningRate * velocity / (given + largest) * (1 + product) * Math.Sqrt(t) / Reduce.Rows;
    }
}
