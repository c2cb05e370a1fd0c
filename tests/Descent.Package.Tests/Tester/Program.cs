using Consumer;
using Descent.Testing;

// Each check of the rule as a test framework would make it, one after the other.
var battery = new RuleBattery(() => new AveragedMomentum());
foreach (var check in battery.Checks)
{
    battery.Run(check);
    Console.WriteLine($"{check} passed");
}

// A statement that is not true of the rule: what is not a number comes out of its soft threshold as 0.
try
{
    new RuleBattery(() => new AveragedMomentum()) { NotANumber = NotANumberOutcome.WeightStays }.Run();
}
catch (RuleCheckException failure)
{
    Console.WriteLine($"stated otherwise: {failure.Check} failed");
}
