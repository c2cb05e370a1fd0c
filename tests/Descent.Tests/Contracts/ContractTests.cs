using System.Reflection;
using System.Runtime.Loader;
using Descent.CompilerServices;
using Descent.Generator.Emission;

namespace Descent.Tests.Contracts;

/// <summary>A library of rules and the runtime that runs it are of one contract, or the library says what to do when an optimizer is made.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Compiler_WritesForTheContractOfTheRuntime() => Assert.Equal(Generated.Contract, Contract.Current);

    /// <summary><c>OldRules.dll</c> was compiled when the contract was 1: a rule of gradient descent, in the namespace <c>OldRules</c>.</summary>
    [Fact]
    public void OldLibrary_SaysWhatToRebuild_WhenAnOptimizerIsMade()
    {
        var library = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            var rule = library.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "Contracts", "OldRules.dll")).GetType("OldRules.OldRule", throwOnError: true)!;
            Assert.True(rule.IsSubclassOf(typeof(RuleOptimizer)));

            var refusal = Assert.IsType<InvalidOperationException>(Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(rule)).InnerException);

            Assert.Contains("OldRule of OldRules was compiled for an older Descent (contract 1)", refusal.Message, StringComparison.Ordinal);
            Assert.Contains($"(contract {Contract.Current})", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("rebuild OldRules with the package Descent", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            library.Unload();
        }
    }

    [Fact]
    public void NewerLibrary_SaysThatTheRuntimeIsOld()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Contract.Require(Contract.Current + 1, typeof(Adam))).Message;

        Assert.Contains("newer", refusal, StringComparison.Ordinal);
        Assert.EndsWith("update the package Descent.", refusal, StringComparison.Ordinal);
        Assert.Equal(Contract.Current, Contract.Require(Contract.Current, typeof(Adam)));
    }
}
