using System.Globalization;

namespace Descent.Tests.Engine;

/// <summary>What options, results and statistics of steps say of themselves to a person, whatever that person's decimal separator.</summary>
public sealed class StepTextTests
{
    private static readonly Dictionary<string, Func<object>> Values = new()
    {
        ["0 updated"] = () => default(StepResult),
        ["2 updated, 1 frozen, 3 without gradients; gradient norm 0.5"]
            = () => new StepResult { Updated = 2, Frozen = 1, MissingGradients = 3, GradientNorm = 0.5 },
        ["skipped: gradient 3 of 'w' is not finite; gradient norm NaN"] = () => new StepResult { NonFiniteParameter = Bad(), NonFiniteIndex = 3, GradientNorm = double.NaN },
        ["step 12: weights 5, gradients 0.5 (maximum 0.25), update 0.005 (0.001 of the weights)"]
            = () => new ParameterStatistics { StepCount = 12, WeightNorm = 5, GradientNorm = 0.5, MaximumGradient = 0.25, UpdateNorm = 0.005 },
        ["step 1: weights 1, gradients Infinity (maximum Infinity), update 0 (0 of the weights); 2 gradients are not finite"]
            = () => new ParameterStatistics
            {
                StepCount = 1, WeightNorm = 1, GradientNorm = double.PositiveInfinity, MaximumGradient = double.PositiveInfinity, NonFiniteGradients = 2,
            },
        ["defaults"] = () => new OptimizerOptions(),
        ["MaxDegreeOfParallelism = 1024, GradientScale = 0.5, MaximumGradientNorm = 1.5, GradientNormOrder = 1, NonFiniteGradients = SkipStep, TaskScheduler, Maximize, ClearGradientsAfterStep, CollectStatistics"]
            = () => new OptimizerOptions
            {
                MaxDegreeOfParallelism = 1024,
                GradientScale = 0.5,
                MaximumGradientNorm = 1.5,
                GradientNormOrder = 1,
                NonFiniteGradients = NonFiniteGradients.SkipStep,
                TaskScheduler = TaskScheduler.Default,
                Maximize = true,
                ClearGradientsAfterStep = true,
                CollectStatistics = true,
            },
    };

    public static TheoryData<string> Texts => [.. Values.Keys];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Says(string text)
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.Equal(text, Values[text]().ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Parameter Bad() => new Sgd().Add("w", new float[4]);
}
