using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent.Tests.Engine;

/// <summary>Options, results and statistics go through JSON and back, by reflection and by a context that the compiler writes.</summary>
public sealed partial class JsonTests
{
    public static TheoryData<string> Contexts => ["reflection", "generated"];

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Options_ComeBack(string context)
    {
        var options = new OptimizerOptions
        {
            MaxDegreeOfParallelism = 7,
            TaskScheduler = TaskScheduler.Default,
            GradientScale = 1.0 / 3,
            Maximize = true,
            MaximumGradientNorm = 0.1,
            GradientNormOrder = double.PositiveInfinity,
            NonFiniteGradients = NonFiniteGradients.SkipStep,
            ClearGradientsAfterStep = true,
            CollectStatistics = true,
            Seed = ulong.MaxValue,
        };

        var json = JsonSerializer.Serialize(options, For(context));
        Assert.Contains("\"NonFiniteGradients\":\"SkipStep\"", json, StringComparison.Ordinal);
        var back = JsonSerializer.Deserialize<OptimizerOptions>(json, For(context))!;

        Assert.Null(back.TaskScheduler);
        back.TaskScheduler = TaskScheduler.Default;
        foreach (var property in typeof(OptimizerOptions).GetProperties())
        {
            Assert.Equal(property.GetValue(options), property.GetValue(back));
            Assert.NotEqual(property.GetValue(new OptimizerOptions()), property.GetValue(back));
        }
    }

    /// <summary>Defaults hold an infinity, which JSON has no number for.</summary>
    [Theory]
    [MemberData(nameof(Contexts))]
    public void DefaultsOfOptions_ComeBack_AndWhatIsLeftOutHasThem(string context)
    {
        var back = JsonSerializer.Deserialize<OptimizerOptions>(JsonSerializer.Serialize(new OptimizerOptions(), For(context)), For(context))!;
        Assert.Equal("defaults", back.ToString());
        Assert.Equal("GradientScale = 0.5", JsonSerializer.Deserialize<OptimizerOptions>("""{"GradientScale":0.5}""", For(context))!.ToString());
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void OptionsOutOfRange_AreRefused(string context)
        => Assert.Equal(
            nameof(OptimizerOptions.GradientScale),
            Assert.Throws<ArgumentOutOfRangeException>(() => JsonSerializer.Deserialize<OptimizerOptions>("""{"GradientScale":-1}""", For(context))).ParamName);

    [Theory]
    [MemberData(nameof(Contexts))]
    public void AResult_ComesBack(string context)
    {
        var result = new StepResult { Updated = 3, Frozen = 2, MissingGradients = 1, GradientNorm = double.PositiveInfinity };
        Assert.Equal(result, Through(result, context));
        Assert.Equal(default, Through(default(StepResult), context));

        var skipped = Through(result with { NonFiniteParameter = new Sgd().Add("w", new float[9]), NonFiniteIndex = 8 }, context);
        Assert.True(skipped.IsSkipped);
        Assert.Null(skipped.NonFiniteParameter);
        Assert.Equal(("w", 8), (skipped.NonFiniteParameterName, skipped.NonFiniteIndex));
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Statistics_ComeBack(string context)
    {
        var optimizer = new Sgd { Options = { CollectStatistics = true } };
        var parameter = optimizer.Add("w", [0.1f, -0.7f, 0.3f], [0.5f, 0.25f, float.NaN]);
        optimizer.Step();

        var statistics = parameter.Statistics!.Value;
        Assert.Equal((1, 1), (statistics.StepCount, statistics.NonFiniteGradients));
        Assert.Equal(statistics, Through(statistics, context));
    }

    private static T Through<T>(T value, string context)
        => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, For(context)), For(context))!;

    private static JsonSerializerOptions For(string context) => context == "generated" ? Generated.Default.Options : JsonSerializerOptions.Default;

    [JsonSerializable(typeof(OptimizerOptions))]
    [JsonSerializable(typeof(StepResult))]
    [JsonSerializable(typeof(ParameterStatistics))]
    private sealed partial class Generated : JsonSerializerContext;
}
