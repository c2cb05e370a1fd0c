using Descent.Generator.IR;

namespace Descent.Tests.Strictness;

/// <summary>No function may be left out of what is compared.</summary>
public sealed class MathFunctionsTests
{
    [Fact]
    public void EveryLanewiseFunction_IsCompared() => Assert.Equal(
        [.. OperationTable.All.Where(operation => operation.Is(OperationTraits.Lanewise) && operation.Method is not null).Select(operation => (operation.Opcode, operation.Method!.Replace("System.", "", StringComparison.Ordinal), operation.Arity)).Order()],
        MathFunctions.All.Select(function => (function.Opcode, function.Name, function.Count)).Order());

    /// <summary>The digest is of a rule that calls them all, at every width of vector.</summary>
    [Fact]
    public void EveryMethod_IsInTheDigest()
    {
        var rule = Repository.Read("tests", "Descent.Digest", "EveryFunction.cs");
        Assert.Empty(OperationTable.All.Where(operation => operation.Method is { } method && !rule.Contains(method.Replace("System.", "", StringComparison.Ordinal) + "(", StringComparison.Ordinal)).Select(operation => operation.Method));
    }
}
