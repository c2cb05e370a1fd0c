using System.Reflection;

namespace Descent.Training.Tests;

/// <summary>What every public type keeps to, so that it can grow without breaking programs that were compiled before.</summary>
public class PublicSurfaceTests
{
    /// <summary>What is a pair by its nature, and stays one.</summary>
    private static readonly Type[] Pairs = [typeof(Fan), typeof(LossTerm)];

    private static readonly Type[] Types = [.. typeof(Schedule).Assembly.GetExportedTypes(), typeof(StepResult), typeof(ParameterStatistics), typeof(OptimizerOptions)];

    [Fact]
    public void AResult_IsNoPositionalRecord()
        => Assert.Equal(Pairs, Types.Where(type => type.GetMethod("Deconstruct") is not null).OrderBy(type => type.Name, StringComparer.Ordinal));

    [Fact]
    public void AConstructor_TakesAtMostThreeRequiredArguments()
        => AssertNone(
            from type in Types
            from constructor in type.GetConstructors()
            where !typeof(Delegate).IsAssignableFrom(type) && constructor.GetParameters().Count(parameter => !parameter.IsOptional) > 3
            select $"{type}: {constructor}");

    /// <summary>What a reader of a call would have to guess is a member of an enumeration, or a property with its name beside it.</summary>
    [Fact]
    public void NoArgument_IsABoolean()
        => AssertNone(
            from type in Types
            from method in type.GetMethods().Where(method => !method.IsSpecialName).Cast<MethodBase>().Concat(type.GetConstructors())
            where method.GetParameters().Any(parameter => parameter.ParameterType == typeof(bool))
            select $"{type}: {method}");

    /// <summary>The factorizations are MathNet's; whose they are is no part of what a program is compiled against.</summary>
    [Fact]
    public void NoSignature_NamesAnotherLibrary()
        => AssertNone(
            from type in Types
            from method in type.GetMethods().Cast<MethodBase>().Concat(type.GetConstructors())
            from used in method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? type)
            where used.ToString().Contains("MathNet", StringComparison.Ordinal)
            select $"{type}: {method}");

    private static void AssertNone(IEnumerable<string> found) => Assert.Empty(found);
}
