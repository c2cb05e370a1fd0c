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
        var (madeAfterOther, madeAfterRule) = CountMade(project);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rules} rules, each an Adam, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("", "median ms", "minimum", "outputs made again");
        Add("a new driver, nothing cached", run => run.Cold, $"{Rules}");
        var reading = Add("after an edit of another file", run => run.AfterOther, $"{madeAfterOther}");
        Add("after an edit of one rule", run => run.AfterRule, $"{madeAfterRule}");
        var bodies = Add("for comparison: Roslyn binds the bodies of all rules", run => run.Bodies, "");
        var all = Add("for comparison: their attributes as well", run => run.AttributesAndBodies, "");
        table.Write(output);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Reading all rules again takes {reading.RatioTo(bodies):0.00} times as long as binding their bodies, and {reading.RatioTo(all):0.00} times as long as binding these and the attributes."));

        Sample Add(string name, Func<Round, double> time, string made)
        {
            var sample = new Sample([.. runs.Select(time)]);
            table.Add(name, Milliseconds(sample.Median), Milliseconds(sample.Minimum), made);
            return sample;
        }
    }

    private static Round Measure(CSharpCompilation project, int edit)
    {
        var driver = RuleProject.CreateDriver();
        var fresh = project.Clone();
        var cold = Alternation.Time(() => driver = driver.RunGenerators(fresh));

        var withOther = RuleProject.EditOther(fresh, edit);
        var afterOther = Alternation.Time(() => driver = driver.RunGenerators(withOther));

        var toBind = RuleProject.EditOther(fresh, edit);
        var bodies = Alternation.Time(() => BindBodies(toBind));
        var attributes = Alternation.Time(() => BindAttributes(toBind));

        var withRule = RuleProject.EditRule(withOther, edit);
        var afterRule = Alternation.Time(() => driver = driver.RunGenerators(withRule));
        return new(cold, afterOther, bodies, bodies + attributes, afterRule);
    }

    /// <summary>How many outputs are made again after an edit of another file, and after one of a rule.</summary>
    private static (int AfterOther, int AfterRule) CountMade(CSharpCompilation project)
    {
        var withOther = RuleProject.EditOther(project, 0);
        var driver = RuleProject.CreateDriver(tracks: true).RunGenerators(project).RunGenerators(withOther);
        return (Made(driver), Made(driver.RunGenerators(RuleProject.EditRule(withOther, 0))));
    }

    /// <summary>How many outputs of the last run were not taken from the one before.</summary>
    private static int Made(GeneratorDriver driver) => driver.GetRunResult().Results
        .SelectMany(result => result.TrackedOutputSteps.Values)
        .SelectMany(steps => steps)
        .SelectMany(step => step.Outputs)
        .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));

    private static void BindBodies(CSharpCompilation project)
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

    private static void BindAttributes(CSharpCompilation project)
    {
        foreach (var tree in project.SyntaxTrees)
        {
            var model = project.GetSemanticModel(tree);
            foreach (var declaration in tree.GetRoot().DescendantNodes().Where(node => node is MemberDeclarationSyntax or ParameterSyntax))
            {
                GC.KeepAlive(model.GetDeclaredSymbol(declaration)?.GetAttributes());
            }
        }
    }

    private static string Milliseconds(double nanoseconds) => (nanoseconds / 1e6).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The times of one round, in nanoseconds.</summary>
    private sealed record Round(double Cold, double AfterOther, double Bodies, double AttributesAndBodies, double AfterRule);
}
