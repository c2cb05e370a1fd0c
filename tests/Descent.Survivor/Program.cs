using System.Globalization;
using Descent.Survivor;

// A training to be killed: goes on from the checkpoint if there is one, says what it loaded and what it has saved, and stops at a step.
// Descent.Survivor FILE SIZE LAST [asynchronous]
var (file, size, last) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
var isAsynchronous = args is [_, _, _, "asynchronous"];
using var life = new Life(size);
if (File.Exists(file))
{
    var report = life.Optimizer.Load(file, life.Options);
    if (!report.IsExact)
    {
        throw new InvalidDataException(report.ToString());
    }
}

Console.WriteLine($"loaded {life.Steps}");
var saving = Task.CompletedTask;
var copied = life.Steps;
while (life.Steps < last)
{
    life.Step();
    if (isAsynchronous)
    {
        if (saving.IsCompleted)
        {
            await saving;
            Console.WriteLine($"saved {copied}");
            copied = life.Steps;
            saving = life.Optimizer.SaveAsync(file, life.Options);
        }
    }
    else
    {
        life.Optimizer.Save(file, life.Options);
        Console.WriteLine($"saved {life.Steps}");
    }
}

await saving;
Console.WriteLine($"digest {life.Digest()}");
