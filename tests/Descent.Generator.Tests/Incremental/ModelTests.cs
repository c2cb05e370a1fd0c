using System.Collections;
using System.Reflection;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Incremental;

/// <summary>What leaves the first step of the pipeline: equal by content, and free of anything that belongs to one compilation.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Model_HoldsNothingOfRoslyn()
    {
        foreach (var name in Repository.BuiltInRules)
        {
            AssertHoldsNothingOfRoslyn(Read(Repository.BuiltInRule(name)));
        }
    }

    [Fact]
    public void Model_OfRoslynObjects_IsFound()
    {
        var symbol = GeneratorHarness.Compile("class C;").GetTypeByMetadataName("C")!;

        Assert.Throws<Xunit.Sdk.FailException>(() => AssertHoldsNothingOfRoslyn(new { Inner = new object[] { symbol } }));
    }

    [Fact]
    public void Roles_AreThoseOfTheRuntime() => Assert.Equal(
        Enum.GetValues<Descent.HyperparameterRole>().Select(role => (role.ToString(), (int)role)),
        Enum.GetValues<Model.HyperparameterRole>().Select(role => (role.ToString(), (int)role)));

    [Fact]
    public void Model_ReadTwice_IsEqual() => Assert.Equal(Read(Repository.BuiltInRule("RAdam")), Read(Repository.BuiltInRule("RAdam")));

    [Fact]
    public void Model_WithAnotherConstant_Differs()
    {
        var source = Repository.BuiltInRule("Adam");

        Assert.NotEqual(Read(source), Read(source.Replace("(1 - Beta1) * gradient", "(-0.0 - Beta1) * gradient", StringComparison.Ordinal)));
        Assert.NotEqual(
            Read(source.Replace("(1 - Beta1) * gradient", "(0.0 - Beta1) * gradient", StringComparison.Ordinal)),
            Read(source.Replace("(1 - Beta1) * gradient", "(-0.0 - Beta1) * gradient", StringComparison.Ordinal)));
    }

    [Fact]
    public void EquatableArray_ComparesElements()
    {
        var first = new[] { 1, 2 }.ToEquatableArray();

        Assert.True(first.Equals((object)new[] { 1, 2 }.ToEquatableArray()));
        Assert.Equal(first.GetHashCode(), new[] { 1, 2 }.ToEquatableArray().GetHashCode());
        Assert.NotEqual(first, new[] { 2, 1 }.ToEquatableArray());
        Assert.NotEqual(first, new[] { 1 }.ToEquatableArray());
        Assert.Equal(default, EquatableArray<int>.Empty);
        Assert.False(first.Equals(new object()));
    }

    private static RuleModel Read(string source)
    {
        var compilation = GeneratorHarness.Compile(source);
        var type = compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single(symbol => RuleAttributes.Has(symbol, RuleAttributes.Optimizer));
        return RuleReader.Read(type, compilation, CancellationToken.None).Model!;
    }

    /// <summary>Walks all that can be reached from an object and fails on a symbol, syntax, location or compilation.</summary>
    private static void AssertHoldsNothingOfRoslyn(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<object>([root]);
        while (pending.TryPop(out var node))
        {
            if (!seen.Add(node) || node is string || node.GetType().IsPrimitive || node.GetType().IsEnum)
            {
                continue;
            }

            if (node is ISymbol or SyntaxNode or SyntaxTree or Location or Compilation or SemanticModel or IOperation)
            {
                Assert.Fail($"The model holds a {node.GetType()}.");
            }

            if (node is IEnumerable items)
            {
                foreach (var item in items)
                {
                    pending.Push(item);
                }

                continue;
            }

            foreach (var field in node.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (field.GetValue(node) is { } value)
                {
                    pending.Push(value);
                }
            }
        }
    }
}
