using Descent.Chains;

namespace Descent.Tests.Strictness;

/// <summary>Loops over a row that wait for one another: a norm, then one of what it gave, then the step, with states that are written on the way.</summary>
[Optimizer]
internal sealed partial class RowAfterRowForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State(Per = Per.Row, Initial = 1)] ref double scale, [State] ref double last)
    {
        m = 0.9 * m + gradient;
        var unit = m / (Math.Sqrt(Reduce.Sum(m * m, Per.Row)) + scale);
        var largest = Reduce.Max(Math.Abs(unit - last), Per.Row);
        last = unit;
        scale = 0.5 * scale + 0.5 * largest;
        weight -= LearningRate * unit / (1 + largest);
    }
}

/// <summary>Every kind of total, each of another, and states of all of them.</summary>
[Optimizer]
internal sealed partial class EveryTotalForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Hyperparameter(false)]
    public partial bool Centers { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Per = Per.Column)] ref double columnMean,
        [State(Per = Per.Row)] ref double rowMean,
        [State(Per = Per.Tensor)] ref double mean,
        [State(From = nameof(weight))] double start,
        [Step] int t)
    {
        columnMean += (Reduce.Mean(gradient, Per.Column) - columnMean) / t;
        rowMean += (Reduce.Min(gradient - columnMean, Per.Row) - rowMean) / t;
        mean = 0.5 * mean + Reduce.Mean(rowMean, Per.Tensor, each: Per.Row) + Reduce.Mean(weight - start);
        var centered = Centers ? gradient - rowMean - columnMean + mean : gradient;
        var isAbove = columnMean > 0;
        var count = Reduce.Count(centered > 0, Per.Column) / Reduce.Rows + Reduce.Length / Reduce.Columns;
        if (isAbove)
        {
            weight -= LearningRate * centered * count;
        }
        else if (rowMean < 0)
        {
            weight -= LearningRate * rowMean * columnMean;
        }
    }
}

/// <summary>A choice for each row, and a state of rows that only the step changes.</summary>
[Optimizer]
internal sealed partial class RowChoiceForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Per = Per.Row)] ref double steps, [State(Per = Per.Column, Initial = 2)] ref double halved)
    {
        steps += 1;
        halved /= 2;
        var norm = Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Row));
        var factor = norm > 1 ? 1 / norm : 1;
        weight -= LearningRate * factor * gradient / steps + halved;
    }
}

/// <summary>Choices, conditions and functions of rows and columns, of states and of totals of a sweep before.</summary>
[Optimizer]
internal sealed partial class LevelsForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Per = Per.Row)] ref double seen, [State(Per = Per.Column, Initial = 1)] ref double spread)
    {
        var level = seen > 2 ? 5.0 : 3.0;
        var mean = Reduce.Mean(gradient);
        var total = Reduce.Sum(gradient * gradient, Per.Row);
        var isLate = seen > 2 || total > 4;
        var power = Math.Pow(1 + total, 0.25);
        seen += 0.5 * level;
        spread = Math.Log(2 + Reduce.Max(Math.Abs(gradient), Per.Column)) / spread;
        weight -= LearningRate * (isLate ? gradient - mean : gradient / level) / (power * spread);
    }
}

/// <summary>The chain parts that look at rows, one after the other.</summary>
[Optimizer]
[Chain(typeof(CenterRows), typeof(ClipRowsAdaptively), typeof(AverageMomentum), typeof(NormalizeRows), typeof(ScaleByRowTrustRatio), typeof(ScaleByLearningRate))]
internal sealed partial class ChainOfRowsForTests;

/// <summary>How many rows, columns and weights there are, which are no whole numbers to a rule.</summary>
[Optimizer]
internal sealed partial class ExtentsForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
        => weight -= LearningRate * gradient * (Reduce.Rows / Reduce.Columns) * (Reduce.Columns / Reduce.Length);
}

/// <summary>How many rows there are, and nothing else of a tensor: no total is taken.</summary>
[Optimizer]
internal sealed partial class RowsAloneForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient) => weight -= LearningRate * gradient / Reduce.Rows;
}

/// <summary>States of rows, columns and the tensor that all follow from one value of the tensor.</summary>
[Optimizer]
internal sealed partial class OneValueForAllStatesForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Per = Per.Row)] ref double ofRow, [State(Per = Per.Column)] ref double ofColumn, [State(Per = Per.Tensor)] ref double ofTensor)
    {
        var norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
        ofRow = 0.5 * ofRow + norm;
        ofColumn = 0.25 * ofColumn + norm;
        ofTensor = 0.125 * ofTensor + norm;
        weight -= LearningRate * gradient / (1 + ofRow + ofColumn + ofTensor);
    }
}
