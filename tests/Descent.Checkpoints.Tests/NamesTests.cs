using System.Text;
using System.Text.Json;

namespace Descent.Checkpoints.Tests;

/// <summary>Names that no file could hold side by side are refused where they are given.</summary>
public sealed class NamesTests
{
    /// <summary>Every name that a checkpoint has is refused to a parameter, whatever rule and storage they come from.</summary>
    [Theory]
    [InlineData(WeightPrecision.Nearest)]
    [InlineData(WeightPrecision.Master)]
    [InlineData(WeightPrecision.Compensated)]
    [InlineData(WeightPrecision.SplitMaster)]
    public void EveryNameOfACheckpoint_IsRefusedToAParameter(WeightPrecision precision)
    {
        using RuleOptimizer prodigy = new Prodigy(), adafactor = new Adafactor();
        foreach (var optimizer in new[] { prodigy, adafactor })
        {
            optimizer.Storage.States = StateStorage.Blocks8;
            optimizer.Storage.Weights = precision;
            optimizer.Add("a", new BFloat16[6], shape: [2, 3]);
            var names = NamesOf(optimizer);
            Assert.True(names.Count > 20);
            foreach (var name in names.Where(name => name != "a"))
            {
                var exception = Assert.Throws<ArgumentException>(() => optimizer.Add(name, new float[1]));
                Assert.Equal("name", exception.ParamName);
                Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
            }

            Assert.Single(optimizer.Parameters);
        }
    }

    /// <summary>It does not matter which of the two comes first.</summary>
    [Fact]
    public void ParameterWhoseStatesHaveTheNameOfAnother_IsRefused()
    {
        using var optimizer = new Adam();
        optimizer.Add("a/b/FirstMoment", new float[1]);
        Assert.Contains("'a/b/FirstMoment'", Assert.Throws<ArgumentException>(() => optimizer.Add("a/b", new float[1])).Message, StringComparison.Ordinal);
        optimizer.Add("a", new float[1]);
        optimizer.Add("a/Momentum", new float[1]);
        optimizer.Save(Stream.Null);
    }

    [Fact]
    public void NameOfTheFormatItself_OrWithHalfACharacter_IsRefused()
    {
        using var optimizer = new Adam();
        Assert.Contains("'__metadata__' is the format's own", Assert.Throws<ArgumentException>(() => optimizer.Add("__metadata__", new float[1])).Message, StringComparison.Ordinal);
        foreach (var name in new[] { "\ud800", "a\udc00", "\udc00\ud800" })
        {
            Assert.Contains("half a character", Assert.Throws<ArgumentException>(() => optimizer.Add(name, new float[1])).Message, StringComparison.Ordinal);
        }

        optimizer.Add("\ud83d\ude00", new float[1]);
        optimizer.Save(Stream.Null);
    }

    [Fact]
    public void GroupThatGivesParametersOut_RefusesNamesThatClashAmongItsOptimizers()
    {
        using var group = OptimizerGroup.Split((ParameterSelection.ByName("a*"), new Adam()), (ParameterSelection.All, new Adam()));
        group.Add("all", new float[1]);
        foreach (var name in new[] { "all/FirstMoment", "Adam.2/LearningRate", "Adam:rule", "group:seed", "step:begun" })
        {
            Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(() => group.Add(name, new float[1])).Message, StringComparison.Ordinal);
        }

        group.Add("b/FirstMoment", new float[1]);
        group.Add("group", new float[1]);
        group.Add("Adam.3", new float[1]);
        group.Save(Stream.Null);
    }

    /// <summary>Optimizers that were given parameters of one name may step in one group, and cannot be saved as one.</summary>
    [Fact]
    public void ParametersOfOneName_OfAGroup_AreRefusedBySave()
    {
        using Adam first = new(), second = new();
        first.Add("a", new float[1], [1]);
        second.Add("a", new float[1], [1]);
        using var group = new OptimizerGroup(first, second);
        Assert.Equal(2, group.Step().Updated);
        Assert.Contains("'a:optimizer'", Assert.Throws<ArgumentException>(() => group.Save(Stream.Null)).Message, StringComparison.Ordinal);
    }

    /// <summary>All names of a checkpoint, but those that say what file it is.</summary>
    private static List<string> NamesOf(Optimizer optimizer)
    {
        using var file = new MemoryStream();
        optimizer.Save(file);
        var bytes = file.ToArray();
        using var header = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 8, (int)BitConverter.ToInt64(bytes)));
        return
        [
            .. header.RootElement.EnumerateObject().Select(entry => entry.Name),
            .. header.RootElement.GetProperty("__metadata__").EnumerateObject().Select(entry => entry.Name)
                .Where(name => name != "format" && !name.StartsWith("descent", StringComparison.Ordinal)),
        ];
    }
}
