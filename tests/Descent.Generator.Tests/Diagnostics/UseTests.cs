using Descent.Generator.Analyzers.Use;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Mistakes where optimizers are used, those of the runtime's assembly included; silent where it could be meant.</summary>
public sealed class UseTests
{
    [Theory]
    [InlineData("new Adam { Beta1 = {|DSC0301:1.0|} }.ToString();", "Beta1 must be at least 0 and less than 1; 1 is not")]
    [InlineData("new Adam { LearningRate = {|DSC0301:-1e-3|} }.ToString();", "LearningRate must be at least 0; -0.001 is not")]
    [InlineData("double b; (optimizer.LearningRate, (b, optimizer.Beta1)) = (0.5, (2, {|DSC0301:1|}));", "Beta1 must be at least 0 and less than 1; 1 is not")]
    [InlineData("optimizer.LearningRate = {|DSC0301:-2|};", "LearningRate must be at least 0; -2 is not")]
    [InlineData("optimizer.LearningRate = {|DSC0301:double.NaN|};", "LearningRate must be at least 0; NaN is not")]
    [InlineData("optimizer.LearningRate = {|DSC0301:double.PositiveInfinity|};", "LearningRate must be finite; Infinity is not")]
    [InlineData("var own = new Own { Period = {|DSC0301:0|} };", "Period must be at least 1; 0 is not")]
    public async Task HyperparameterOutsideItsRange(string statement, string message) => Assert.Equal([message], await Check(statement));

    [Theory]
    [InlineData("new Adam { Beta1 = 0, LearningRate = 1 }.ToString();")]
    [InlineData("optimizer.LearningRate = factor * -1;")]
    [InlineData("new Other { Beta1 = 7 }.ToString();")]
    [InlineData("new Own { Period = 1, IsFast = true }.ToString();")]
    public async Task HyperparameterInsideItsRange(string statement) => await Check(statement);

    [Theory]
    [InlineData("var adam = {|DSC0302:new Adam { Beta1 = 0.8 }|}; adam.Add(\"w\", weights, gradients); adam.LearningRate = 0.1;")]
    [InlineData("using var adam = {|DSC0302:new Adam()|}; adam.Options.GradientScale = 2; var parameter = adam.Add(\"w\", weights, gradients); adam.BeforeGradient();")]
    [InlineData("Own own = {|DSC0302:new()|}; own.Add(\"w\", weights, gradients);")]
    [InlineData("var adam = {|DSC0302:new Adam()|}; adam.Add(\"w\", weights, gradients); while (factor > 0) { adam.ClearGradients(); }")]
    [InlineData("Action train = () => { var adam = {|DSC0302:new Adam()|}; adam.Add(\"w\", weights, gradients); }; train();")]
    [InlineData("Train(); void Train() { using var adam = {|DSC0302:new Adam()|}; adam.Add(\"w\", weights, gradients); }")]
    public async Task OptimizerThatIsNeverStepped(string statements) => await Check(statements);

    [Theory]
    [InlineData("var adam = new Adam(); adam.Add(\"w\", weights, gradients); adam.Step();")]
    [InlineData("var adam = new Adam(); adam.Add(\"w\", weights, gradients); Pass(adam);")]
    [InlineData("var adam = new Adam(); adam.Add(\"w\", weights, gradients); Action step = () => adam.Step(); step();")]
    [InlineData("var adam = new Adam(); adam.Add(\"w\", weights, gradients); var group = new OptimizerGroup(adam);")]
    [InlineData("var adam = new Adam(); adam.Add(\"w\", weights, gradients); Console.WriteLine(adam.Parameters.Count);")]
    [InlineData("Action train = () => { var adam = new Adam(); Action add = () => adam.Add(\"w\", weights, gradients); add(); }; train();")]
    [InlineData("var adam = new Adam(); Action add = () => adam.Add(\"w\", weights, gradients); add();")]
    [InlineData("var adam = new Adam { Beta1 = 0.5 };")]
    [InlineData("Kept = new Adam(); Kept.Add(\"w\", weights, gradients);")]
    public async Task OptimizerThatIsSteppedOrNotJudged(string statements) => await Check(statements);

    [Theory]
    [InlineData("for (var i = 0; i < 9; i++) { {|DSC0303:optimizer.Add(\"w\", weights, gradients)|}; optimizer.Step(); }")]
    [InlineData("foreach (var w in weights) { {|DSC0303:Kept.Add($\"{w}\", weights)|}; while (w > 0) { Kept.Step(); } }")]
    [InlineData("for (var i = 0; i < 9; i++) { {|DSC0303:Pinned.Add(\"w\", weights, gradients)|}; Pass(Pinned); Pinned.Step(); }")]
    [InlineData("void Train() { while (true) { var (w, g) = (weights, gradients); {|DSC0303:optimizer.Add(\"w\", w, g)|}; optimizer.Step(); } }")]
    [InlineData("foreach (var b in from w in weights where w > 0 orderby w select w) { {|DSC0303:optimizer.Add(\"w\", weights, gradients)|}; optimizer.Step(); }")]
    [InlineData("while (true) { do { {|DSC0303:optimizer.Add(\"w\", weights, gradients)|}; optimizer.Step(); } while (false); }")]
    [InlineData("while (true) { {|DSC0303:optimizer.Add(\"w\", weights, gradients)|}; optimizer.Step(); if (factor > 1) { throw new InvalidOperationException(); } }")]
    [InlineData("while (true) { {|DSC0303:optimizer.Add(\"w\", weights, gradients)|}; optimizer.Step(); try { throw new InvalidOperationException(); } catch (InvalidOperationException) { } }")]
    public async Task ParameterAddedWhileTraining(string statements) => await Check(statements);

    [Theory]
    [InlineData("for (var i = 0; i < 9; i++) { optimizer.Add($\"w{i}\", weights, gradients); } for (var i = 0; i < 9; i++) { optimizer.Step(); }")]
    [InlineData("foreach (var w in new[] { weights, gradients }) { optimizer.Add($\"{w.Length}\", w, gradients); for (var i = 0; i < 9; i++) { optimizer.Step(); } }")]
    [InlineData("for (var i = 0; i < 9; i++) { optimizer.Add($\"w{i}\", new float[i], gradients); optimizer.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { optimizer.Add($\"w{i}\", new float[784], gradients); optimizer.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { optimizer.Add<float>($\"w{i}\", [1, 2], gradients); optimizer.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { if (i == 5) { optimizer.Add(\"w\", weights, gradients); } optimizer.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { var own = new Own(); own.Add(\"w\", weights, gradients); own.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { Kept = new Adam(); Kept.Add(\"w\", weights, gradients); Kept.Step(); }")]
    [InlineData("foreach (var each in new[] { optimizer, Kept }) { each.Add(\"w\", weights, gradients); each.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { Kept.Add(\"w\", weights, gradients); optimizer.Step(); }")]
    [InlineData("while (true) { var (name, w) = Next(); optimizer.Add(name, w, gradients); optimizer.Step(); }")]
    [InlineData("while (true) { foreach (var (name, w) in new[] { Next() }) { optimizer.Add(name, w, gradients); } optimizer.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { Renew(ref weights); optimizer.Add($\"w{i}\", weights, gradients); optimizer.Step(); }")]
    [InlineData("void Renew() => weights = new float[2]; for (var i = 0; i < 9; i++) { Renew(); optimizer.Add($\"w{i}\", weights, gradients); optimizer.Step(); }")]
    [InlineData("var each = ((System.Collections.Generic.IEnumerable<float[]>)[weights]).GetEnumerator(); while (each.MoveNext()) { optimizer.Add($\"{each.Current.Length}\", each.Current); optimizer.Step(); }")]
    [InlineData("var layers = new[] { weights, gradients }; for (var i = 0; i < 2; i++) { Array.Reverse(layers); optimizer.Add($\"w{i}\", layers[0]); optimizer.Step(); }")]
    public async Task OthersInEachRound(string statements) => await Check(statements);

    [Theory]
    [InlineData("foreach (var rate in new[] { 0.1, 0.2 }) { Renew(rate); Kept.Add(\"w\", weights, gradients); Kept.Step(); }")]
    [InlineData("foreach (var rate in new[] { 0.1, 0.2 }) { Renew(ref optimizer); optimizer.Add(\"w\", weights, gradients); optimizer.Step(); }")]
    [InlineData("foreach (var rate in new[] { 0.1, 0.2 }) { (optimizer, factor) = (new Adam(), rate); optimizer.Add(\"w\", weights, gradients); optimizer.Step(); }")]
    [InlineData("foreach (var rate in new[] { 0.1, 0.2 }) { optimizer.Add(\"w\", weights, gradients); optimizer.Step(); optimizer.Remove(\"w\"); }")]
    [InlineData("do { optimizer.Add(\"w\", weights, gradients); optimizer.Step(); } while (false);")]
    [InlineData("while (true) { optimizer.Add(\"w\", weights, gradients); optimizer.Step(); throw new InvalidOperationException(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { while (true) { { optimizer.Add(\"w\", weights, gradients); optimizer.Step(); throw new InvalidOperationException(); } } }")]
    public async Task OptimizerThatHasNothingYet(string statements) => await Check(statements);

    /// <summary>What other members may write while the loop runs is not judged.</summary>
    [Theory]
    [InlineData("while (true) { {|DSC0303:given.Add(\"w\", weights)|}; Stored = null; given.Step(); }")]
    [InlineData("while (true) { {|DSC0303:_kept.Add(\"w\", weights)|}; Stored = null; _kept.Step(); }")]
    [InlineData("while (true) { Renew(); given.Add(\"w\", weights); given.Step(); }")]
    [InlineData("while (true) { Renew(); _kept.Add(\"w\", weights); _kept.Step(); }")]
    [InlineData("while (true) { Rate = 1; given.Add(\"w\", weights); given.Step(); }")]
    [InlineData("while (true) { Rate = 1; _kept.Add(\"w\", weights); _kept.Step(); }")]
    [InlineData("while (true) { Rated += null; given.Add(\"w\", weights); given.Step(); }")]
    [InlineData("while (true) { new Trainer(given, weights, this); _kept.Add(\"w\", weights); _kept.Step(); }")]
    public async Task WhatAnObjectKeeps(string statements) => await AnalyzerHarness.Check(
        new UseAnalyzer(),
        $$"""
        public class Trainer(Adam given, float[] weights)
        {
            private Adam _kept = new();
            public Trainer(Adam given, float[] weights, Trainer other) : this(given, weights) => other._kept = given;
            public Uri? Stored { get; set; } = null;
            public double Rate { set => (given, _kept) = (new() { LearningRate = value }, new()); }
            public event Action? Rated { add => Renew(); remove => Renew(); }
            private void Renew() => (given, _kept) = (new(), new());
            public void Use() { {{statements}} }
        }
        """);

    [Theory]
    [InlineData("Parameter? added = null; for (var i = 0; i < 9; i++) { added ??= optimizer.Add(\"w\", weights, gradients); optimizer.Step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { _ = i > 0 || optimizer.Add(\"w\", weights, gradients).StepCount == 0; optimizer.Step(); }")]
    public async Task ParameterAddedOnce(string statements) => await Check(statements);

    [Theory]
    [InlineData("optimizer.Add(\"w\", weights, {|DSC0304:weights|});")]
    [InlineData("optimizer.Update<float>(weights, {|DSC0304:weights|}, optimizer.CreateState(weights));")]
    [InlineData("var adam = new Adam(); adam.Add(\"w\", weights, {|DSC0304:weights|});")]
    public async Task GradientsThatAreWeights(string statement) => Assert.Equal(["'weights' is given as weights and as gradients"], await Check(statement));

    [Theory]
    [InlineData("optimizer.Add(\"w\", weights, gradients);")]
    [InlineData("optimizer.Add(\"w\", weights);")]
    [InlineData("optimizer.Add(\"w\", weights.AsMemory(0, 2), weights.AsMemory(2, 2));")]
    public async Task GradientsOfTheirOwn(string statement) => await Check(statement);

    [Fact]
    public async Task LookAheadThatIsNotCalled() => Assert.Equal(
        ["'NesterovLookAhead' evaluates gradients at a point of its own: call nesterov.BeforeGradient() before the gradients are computed"],
        await Check("var nesterov = new NesterovLookAhead(); nesterov.Add(\"w\", weights, gradients); {|DSC0305:nesterov.Step()|};"));

    [Fact]
    public async Task ClimbThatIsNotCalled() => Assert.Equal(
        ["'Sam' evaluates gradients at a point of its own: call sam.BeforeGradient() before the gradients are computed"],
        await Check("var sam = new Sam(); sam.Add(\"w\", weights, gradients); {|DSC0305:sam.Step()|};"));

    [Fact]
    public async Task LookAheadInALocalFunction() => await Check(
        "Train(); void Train() { var nesterov = new NesterovLookAhead(); nesterov.Add(\"w\", weights, gradients); {|DSC0305:nesterov.Step()|}; }");

    [Theory]
    [InlineData("var nesterov = new NesterovLookAhead(); nesterov.Add(\"w\", weights, gradients); nesterov.BeforeGradient(); nesterov.Step();")]
    [InlineData("var nesterov = new NesterovLookAhead(); nesterov.Add(\"w\", weights, gradients); Pass(nesterov); nesterov.Step();")]
    [InlineData("var nesterov = new NesterovLookAhead(); nesterov.Add(\"w\", weights, gradients); Action step = () => nesterov.Step(); step();")]
    [InlineData("var rewritten = new NesterovRewritten(); rewritten.Add(\"w\", weights, gradients); rewritten.Step();")]
    public async Task LookAheadThatIsCalledOrNotNeeded(string statements) => await Check(statements);

    /// <summary>TorchSharp's optimizer of a new rule has that rule alone; a step that is given a closure looks ahead itself.</summary>
    [Theory]
    [InlineData("using var optimizer = DescentOptimizer.For(parameters, new NesterovLookAhead()); optimizer.zero_grad(); {|DSC0305:optimizer.step()|};", "NesterovLookAhead")]
    [InlineData("DescentOptimizer optimizer = DescentOptimizer.For(rule: new Sam { LearningRate = 0.1 }, parameters: parameters); {|DSC0305:optimizer.step()|};", "Sam")]
    [InlineData("var optimizer = DescentOptimizer.For(parameters, new NesterovLookAhead()); optimizer.before_gradient(); optimizer.step();")]
    [InlineData("var optimizer = DescentOptimizer.For(parameters, new NesterovLookAhead()); optimizer.step(() => new());")]
    [InlineData("var optimizer = DescentOptimizer.For(parameters, new NesterovLookAhead()); Pass(optimizer); optimizer.step();")]
    [InlineData("var optimizer = DescentOptimizer.For(parameters, new Adam()); optimizer.step();")]
    public async Task LookAheadOverTensors(string statements, string? rule = null) => Assert.Equal(
        rule is null ? [] : [$"'{rule}' evaluates gradients at a point of its own: call optimizer.before_gradient() before the gradients are computed"],
        await AnalyzerHarness.Check(
            new UseAnalyzer(),
            $$"""
            using Descent.Torch;

            namespace Descent.Torch
            {
                public sealed class DescentOptimizer : IDisposable
                {
                    public static DescentOptimizer For(System.Collections.Generic.IEnumerable<object> parameters, RuleOptimizer rule) => new();
                    public object? step(Func<object>? closure = null) => closure;
                    public void before_gradient() { }
                    public void zero_grad() { }
                    public void Dispose() { }
                }
            }

            public static class User
            {
                private static void Pass(object optimizer) { }
                public static void Use(object[] parameters) { {{statements}} }
            }
            """));

    private static Task<IReadOnlyList<string>> Check(string statements) => AnalyzerHarness.Check(
        new UseAnalyzer(),
        $$"""
        using System.Linq;

        [Optimizer] public sealed partial class Own
        {
            [Hyperparameter(1, Min = 1)] public partial int Period { get; set; }
            [Hyperparameter(false)] public partial bool IsFast { get; set; }
            [Update] void Update(ref double weight, double gradient) => weight -= IsFast ? gradient : gradient / Period;
        }

        public sealed class Other { public double Beta1 { get; set; } }

        public static class User
        {
            private static Adam Kept = new();
            private static readonly Adam Pinned = new();
            private static (string Name, float[] Weights) Next() => default;
            private static void Renew(double rate) => Kept = new() { LearningRate = rate };
            private static void Renew<T>(ref T value) { }
            private static void Pass(Optimizer optimizer) { }
            public static void Use(Adam optimizer, float[] weights, float[] gradients, double factor) { {{statements}} }
        }
        """);
}
