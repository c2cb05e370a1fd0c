namespace Descent.Checkpoints.Tests;

/// <summary>A step that was cut short is mended by a checkpoint.</summary>
public sealed class IncompleteStepTests
{
    [Fact]
    public void CutShort_IsMended()
    {
        var mended = 0;
        for (var reaches = 0; reaches < 40; reaches++)
        {
            using Adam optimizer = new() { Options = { MaxDegreeOfParallelism = 1 } }, undisturbed = new();
            var memory = new VanishingMemory(5);
            optimizer.Add("w", new float[5], [1, 2, 3, 4, 5]);
            optimizer.Add("gone", memory.Memory, new float[] { 5, 4, 3, 2, 1 });
            undisturbed.Add("w", new float[5], [1, 2, 3, 4, 5]);
            undisturbed.Step();
            undisturbed.Step();
            optimizer.Step();
            using var file = new MemoryStream();
            optimizer.Save(file);

            memory.Reaches = reaches;
            try
            {
                optimizer.Step();
            }
            catch (InvalidOperationException)
            {
            }

            memory.Reaches = int.MaxValue;
            if (optimizer.IncompleteStep is null)
            {
                continue;
            }

            mended++;
            Assert.Throws<InvalidOperationException>(() => optimizer.Save(Stream.Null));
            file.Position = 0;
            optimizer.Load(file);
            optimizer.ResolveIncompleteStep(IncompleteStepResolution.Restored);
            optimizer.Step();
            Assert.Equal(undisturbed["w"].Weights.ToArray<float>(), optimizer["w"].Weights.ToArray<float>());
            Assert.Equal(2, optimizer["w"].StepCount);
        }

        Assert.True(mended > 0, "No step was cut short after it had begun to write.");
    }
}
