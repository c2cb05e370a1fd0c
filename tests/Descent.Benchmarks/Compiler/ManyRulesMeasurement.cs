using System.Diagnostics;
using System.Globalization;
using Descent.Benchmarks.Measurement;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Benchmarks.Compiler;

/// <summary>Measures a project of fifty rules: what an edit makes the generator do again, and how long that takes.</summary>
internal static class ManyRulesMeasurement
{
    private const int Rules = 50;

    public static void Run(int rounds, TextWriter output)
    {
        var project = RuleProject.Compile(Rules);
        _ = Measure(project, 0);
        var runs = Enumerable.Range(1, rounds).Select(edit => Measure(project, edit)).ToList();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rules} rules, each an Adam, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("", "median ms", "minimum", "outputs made again");
        Add("a new driver, nothing cached", run => run.Cold, Rules);
        Add("after an edit of another file", run => run.AfterOther, runs.Max(run => run.MadeAfterOther));
        Add("binding the bodies of all rules, for comparison", run => run.Binding, 0);
        Add("after an edit of one rule", run => run.AfterRule, runs.Max(run => run.MadeAfterRule));
        table.Write(output);
        output.WriteLine();
        var ratio = new Sample([.. runs.Select(run => run.AfterOther)]).RatioTo(new Sample([.. runs.Select(run => run.Binding)]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Reading all rules again takes {ratio:0.00} times as long as binding their bodies."));

        void Add(string name, Func<Round, double> time, int made)
        {
            var sample = new Sample([.. runs.Select(time)]);
            table.Add(name, Milliseconds(sample.Median), Milliseconds(sample.Minimum), made.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static Round Measure(CSharpCompilation project, int edit)
    {
        var driver = RuleProject.CreateDriver();
        var fresh = project.Clone();
        var cold = Time(() => driver = driver.RunGenerators(fresh));

        var withOther = RuleProject.EditOther(fresh, edit);
        var afterOther = Time(() => driver = driver.RunGenerators(withOther));
        var madeAfterOther = Made(driver);

        var toBind = RuleProject.EditOther(fresh, edit);
        var binding = Time(() => Bind(toBind));

        var withRule = RuleProject.EditRule(withOther, edit);
        var afterRule = Time(() => driver = driver.RunGenerators(withRule));
        return new(cold, afterOther, madeAfterOther, binding, afterRule, Made(driver));
    }

    /// <summary>How many outputs of the last run were not taken from the one before.</summary>
    private static int Made(GeneratorDriver driver) => driver.GetRunResult().Results
        .SelectMany(result => result.TrackedOutputSteps.Values)
        .SelectMany(steps => steps)
        .SelectMany(step => step.Outputs)
        .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));

    private static void Bind(CSharpCompilation project)
    {
        foreach (var tree in project.SyntaxTrees)
        {
            var model = project.GetSemanticModel(tree);
            foreach (var method in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                GC.KeepAlive(model.GetOperation(method));
            }
        }
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static string Milliseconds(double nanoseconds) => (nanoseconds / 1e6).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The times of one round in nanoseconds, and how many outputs were made again.</summary>
    private sealed record Round(double Cold, double AfterOther, int MadeAfterOther, double Binding, double AfterRule, int MadeAfterRule);
}
