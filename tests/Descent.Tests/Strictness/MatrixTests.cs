using Descent.Testing;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

/// <summary>Rows and columns: loop against interpreter and method as bits, whatever the shape, and what a shape means.</summary>
public sealed class MatrixTests
{
    public static TheoryData<string> Rules => [nameof(RowAfterRowForTests), nameof(EveryTotalForTests), nameof(ExtentsForTests), nameof(RowsAloneForTests), nameof(OneValueForAllStatesForTests), nameof(RowChoiceForTests), nameof(LevelsForTests), nameof(ChainOfRowsForTests)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryShape_GivesTheSpecifiedBits(string name)
    {
        var rule = RuleOf(name);
        foreach (var share in new[] { SpecialValues.UsualShare, 0 })
        {
            foreach (var given in Cases.EveryShape<float>(1, share))
            {
                Comparison.WithMeaning(rule, given);
            }

            foreach (var given in Cases.EveryShape<double>(1, share))
            {
                Comparison.WithMeaning(rule, given);
                MethodComparison.Run(Comparison.Examine(rule, "the author's method"), given);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Battery_Passes(string name)
    {
        var battery = new RuleBattery(RuleOf(name).Create) { ZeroLearningRateLeavesWeights = false, QuadraticShare = 0.999 };
        foreach (var check in battery.Checks.Where(check => check is not ("Quadratic" or "NotANumberGradient")))
        {
            battery.Run(check);
        }
    }

    /// <summary>The order of the parameters decides who of several threads comes first; each must leave the neighbours' rows alone.</summary>
    [Fact]
    public void Rows_that_end_within_a_vector_keep_to_themselves_on_several_threads()
    {
        var random = new Random(1);
        var (rows, columns) = (4001, 33);
        var given = new Case<float>("", SpecialValues.Mixed<float>(random, rows * columns, 0), [SpecialValues.Mixed<float>(random, rows * columns, 0)]) { Shape = [rows, columns] };
        using var one = new TensorRun<float>(new RowAfterRowForTests(), given);
        one.Optimizer.Options.MaxDegreeOfParallelism = 1;
        using var several = new TensorRun<float>(new RowAfterRowForTests(), given);
        several.Optimizer.Options.MaxDegreeOfParallelism = 8;
        for (var step = 0; step < 20; step++)
        {
            one.Step(given.Gradients[0]);
            several.Step(given.Gradients[0]);
        }

        Comparison.Examine(RuleOf(nameof(RowAfterRowForTests)), "one thread").AssertEqual(one.Now, several.Now, "on 8 threads");
    }

    [Fact]
    public void Shape_is_the_first_dimension_against_the_rest()
    {
        using var optimizer = new Adafactor();
        var convolution = optimizer.Add("convolution", new float[64 * 3 * 7 * 7], shape: [64, 3, 7, 7]);
        var vector = optimizer.Add("bias", new float[64]);

        Assert.Equal((64, 147, 64, 147), (convolution.State.Rows, convolution.State.Columns, (int)convolution.State.RowMoment.Length, (int)convolution.State.ColumnMoment.Length));
        Assert.Equal((1, 64, 1, 64), (vector.State.Rows, vector.State.Columns, (int)vector.State.RowMoment.Length, (int)vector.State.ColumnMoment.Length));
        Assert.Equal(8 * (64 + 147), convolution.StateBytes);
        Assert.Equal(convolution.StateBytes, optimizer.CountStateBytes<float>(64, 147));
        Assert.Contains("row", Assert.Throws<InvalidOperationException>(() => convolution.State.RowMoment.Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_say_their_shape()
    {
        var optimizer = new Sm3();
        var weights = new double[12];

        Assert.Equal("rows", Assert.Throws<ArgumentException>(() => optimizer.CreateState<double>(weights, 3, 5)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.CreateState<double>(weights, -3, -4));
        Assert.Equal(4, optimizer.CreateState<double>(weights, 3, 4).Columns);
    }

    /// <summary>A row of gradients that are all the same makes sums that can be written down.</summary>
    [Theory]
    [InlineData(0, 7)]
    [InlineData(7, 0)]
    public void Nothing_is_done_where_there_are_no_rows_or_no_columns(int rows, int columns)
    {
        using var factored = new Adafactor();
        var state = factored.CreateState<float>([], rows, columns);
        factored.Update<float>([], [], state);
        var factoredParameter = factored.Add("weights", Array.Empty<float>(), Array.Empty<float>(), [rows, columns]);
        factored.Step();
        Assert.Equal((1, 1), (state.StepCount, factoredParameter.StepCount));

        using var projected = new AdamPByRows();
        var other = projected.CreateState<double>([], rows, columns);
        projected.Update<double>([], [], other);
        var projectedParameter = projected.Add("weights", Array.Empty<double>(), Array.Empty<double>(), [rows, columns]);
        projected.Step();
        Assert.Equal((1, 1), (other.StepCount, projectedParameter.StepCount));
    }

    [Fact]
    public void Totals_are_those_of_rows_and_columns()
    {
        using var optimizer = new EveryTotalForTests();
        double[] gradients = [1, 2, 3, 4, 5, 6];
        var parameter = optimizer.Add("weights", new double[6], gradients, [2, 3]);
        optimizer.Step();

        Assert.Equal([2.5, 3.5, 4.5], parameter.State.ColumnMean.ToArray<double>());
        Assert.Equal([-1.5, 1.5], parameter.State.RowMean.ToArray<double>());
        Assert.Equal(0, parameter.State.Mean);
    }

    private static CompiledRule RuleOf(string name) => CompiledRule.Of(
        typeof(MatrixTests).Assembly.GetType("Descent.Tests.Strictness." + name)!,
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Descent.Tests", "Strictness", "MatrixRules.cs")));
}
