namespace Descent.Training.Tests.Monitoring;

/// <summary>Counts, shares and their edges.</summary>
public sealed class ConfusionMatrixTests
{
    /// <summary>Ten examples of three classes, of which nobody ever predicts the last.</summary>
    private static ConfusionMatrix Ten()
    {
        var matrix = new ConfusionMatrix(classes: 3);
        foreach (var (actual, predicted, times) in new[] { (0, 0, 4), (0, 1, 1), (1, 1, 2), (1, 0, 1), (2, 0, 2) })
        {
            for (var i = 0; i < times; i++)
            {
                matrix.Add(actual, predicted);
            }
        }

        return matrix;
    }

    [Fact]
    public void Counts_ARowATrueClass()
    {
        var matrix = Ten();
        Assert.Equal((10L, 4L, 1L, 1L, 0L), (matrix.Count, matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[2, 2]));
        Assert.Equal(0.6, matrix.Accuracy, 1e-15);
    }

    [Fact]
    public void PrecisionRecallAndF1_AreByTheDefinition()
    {
        var matrix = Ten();
        Assert.Equal(4.0 / 7, matrix.Precision(0), 1e-15);
        Assert.Equal(4.0 / 5, matrix.Recall(0), 1e-15);
        Assert.Equal(2 * (4.0 / 7) * (4.0 / 5) / ((4.0 / 7) + (4.0 / 5)), matrix.F1(0), 1e-15);
        Assert.Equal(double.NaN, matrix.Precision(2));
        Assert.Equal((0, 0), (matrix.Recall(2), matrix.F1(2)));
    }

    [Fact]
    public void WithoutExamples_NothingIsShared()
    {
        var matrix = Ten();
        matrix.Clear();
        Assert.Equal((0L, 0L), (matrix.Count, matrix[0, 0]));
        Assert.Equal(double.NaN, matrix.Accuracy);
        Assert.Equal(double.NaN, matrix.Recall(0));
        Assert.Equal(double.NaN, matrix.F1(0));
    }

    [Fact]
    public void WhatIsNoClass_IsNamed_AndCountsNothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new ConfusionMatrix(1));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new ConfusionMatrix(32_769));
        var matrix = new ConfusionMatrix(2);
        Assert.Throws<ArgumentOutOfRangeException>("actual", () => matrix.Add(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("predicted", () => matrix.Add(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("actual", () => matrix[2, 0]);
        Assert.All([matrix.Precision, matrix.Recall, matrix.F1], share => Assert.Throws<ArgumentOutOfRangeException>("label", () => share(2)));
        Assert.Equal(0, matrix.Count);
    }
}
